"""Texts, whatever they say: their characters, the places in them, their numbers and their lines."""
