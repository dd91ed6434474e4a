"""Texts from files: which characters they may hold, and how their places are filled."""
