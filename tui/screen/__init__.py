"""The terminal: what is sent to it, how many bytes of it, and when."""
