"""The same game in plain lines, for pipes and screen readers."""
