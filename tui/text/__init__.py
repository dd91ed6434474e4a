"""Everything the game says, one catalogue a language."""
