"""One page per exercise, with its painter beside it."""
