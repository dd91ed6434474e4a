"""The commands of `batchgame`, one file each: `parser()` knows the words, `main(words)` does the work."""
