"""The door of a class: SSH from elsewhere, and a Unix socket on the teacher's own machine. Nothing is drawn here."""
