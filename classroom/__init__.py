"""The classroom: lessons, rooms, seats and votes. What is drawn of them is the business of `tui`."""
