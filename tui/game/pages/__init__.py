"""One file per page, with its painter beside it."""
