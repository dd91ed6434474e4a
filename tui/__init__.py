"""The game in a terminal, and the `batchgame` command."""
