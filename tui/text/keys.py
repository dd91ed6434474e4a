"""The keys of the catalogue for names that files and the simulation use: `AT REST` is said by `status.at_rest`."""


def status_key(status: str) -> str:
    """Return the key of a lane's status in the tables `status` and `caption`: "AT REST" is `at_rest`."""
    return _key(status)


def badge_key(badge: str) -> str:
    """Return the key of a badge in the table `badge`: "IN THIS MODEL" is `in_this_model`."""
    return _key(badge)


def _key(name: str) -> str:
    return name.lower().replace(" ", "_")
