"""Painters: pure functions from the state of the game to a grid of cells."""
