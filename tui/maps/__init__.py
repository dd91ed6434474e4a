"""Maps of outcomes: their axes, the worker process that computes them, and how they are drawn."""
