"""A class on screens: the pages of student, wall and console, and the sessions that show them."""
