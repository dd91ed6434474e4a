"""From the shell to a started program: the parser, argument types, one file per command, kiosk rules, exit paths."""
