"""Pages: what is on the screen, what keys do there, and where they lead."""
