"""Exercises: what is played without a race, a TOML each."""
