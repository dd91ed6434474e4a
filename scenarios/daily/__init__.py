"""The race of a day: drawn from its date, and checked before it is played."""
