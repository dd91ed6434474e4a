"""What is drawn on: the grid of cells, colours, layout, plots and pictures. Nothing here knows a page."""
