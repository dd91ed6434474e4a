"""The texts of the game in every language, and the sentences that are made from a race."""
