"""Maps of outcomes: their axes and cells, the worker process that computes them, and how they are drawn and told."""
