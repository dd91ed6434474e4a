"""A race as it is played: its state, its clock on the wall, its replay line, and what its texts may say."""
