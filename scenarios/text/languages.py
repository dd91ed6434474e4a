"""The languages of the game. Nothing is imported here, because the command's parser needs them before all else."""

LANGUAGES = ("en", "zh-TW")
