"""Bytes and time: what is sent to the terminal, how much of it, and when."""
