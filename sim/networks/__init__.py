"""Many small neural networks that are trained side by side, on real data."""
