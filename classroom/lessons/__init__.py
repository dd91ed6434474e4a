"""The lessons that come with the game."""
