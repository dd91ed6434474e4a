"""The experiment on a GPU: CUDA source, compiled by CuPy at run time, and what calls it."""
