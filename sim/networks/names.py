"""The names and sizes of the data. This module imports nothing, so that a command line can be parsed without NumPy."""

DATA = ("digits", "spirals")
EXAMPLES = {"digits": 1797, "spirals": 2048}  # of each of them
TRAINING = {"digits": 1200, "spirals": 1024}  # examples that a network is trained on, if nobody says otherwise
CLASSES = {"digits": 10, "spirals": 2}
SOURCE = "Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, 1998, UCI Machine Learning Repository"
LICENCE = "CC BY 4.0"
