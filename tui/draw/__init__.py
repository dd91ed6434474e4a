"""Painting: a grid of cells, colours, and the pictures and texts that are drawn into it. No page is known here."""
