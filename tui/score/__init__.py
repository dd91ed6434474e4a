"""Stars and points, and the file that keeps them."""
