"""The engines, which move swarms: array code, C and CUDA behind one interface."""
