"""The engine on a GPU: CUDA source, compiled by CuPy at run time, and the Python code that calls it."""
