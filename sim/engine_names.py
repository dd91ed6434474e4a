"""The names of the engines. This module imports nothing, so that a command line can be parsed without NumPy."""

ENGINES = ("auto", "numpy", "cupy", "native")
