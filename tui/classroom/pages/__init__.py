"""The pages of a class: each takes a board, a scene, a look and a size, and returns a painted page."""
