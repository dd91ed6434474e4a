"""Every word of the game in every language, and how numbers are written."""
