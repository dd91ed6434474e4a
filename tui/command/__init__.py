"""The way from the shell to a started program: parser, argument types, one file per command, kiosk rules, exits."""
