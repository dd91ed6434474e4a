"""The rooms of tui, from the lowest floor to the highest: a module imports its own floor and those below."""

FLOORS = ("text", "draw", "screen", "race", "maps", "score", "plain", "game", "classroom", "command")
