"""Proof by simulation that a scenario or an exercise holds what it claims, and the figures that its texts show."""
