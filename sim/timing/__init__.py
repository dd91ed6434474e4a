"""How long an update of a network takes on this machine, by batch size: measured in a process of its own."""
