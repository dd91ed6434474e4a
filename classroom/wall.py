"""The smallest wall: what an 80x24 window shows once its font is doubled. Words that fit here fit everywhere."""

SIZE = (40, 12)  # columns and rows of the window
WORDS = (39, 10)  # columns and rows for words: one row is the head, one has the keys
OPTION = 31  # columns of a line of an option: before it stands its digit, behind it a count of hands
GAP = 1  # rows between a question and its options
BELOW = 1  # rows under the options, for what has been counted
