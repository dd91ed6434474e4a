"""The race of a day: drawn from the date, and checked before it is played."""
