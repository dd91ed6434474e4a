"""What a class has learnt: two test forms matched in content, files of answers, and the gain with its interval."""
