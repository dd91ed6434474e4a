"""The addresses that this machine has, the one that others most likely reach first."""

from __future__ import annotations

import socket
from contextlib import closing

ELSEWHERE = ("192.0.2.1", 9)  # an address for documentation: nothing is sent, the system only chooses a way there


def own_addresses() -> list[str]:
    """Return this machine's IPv4 addresses, and the loopback address last."""
    found: list[str] = []
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        try:
            probe.connect(ELSEWHERE)
            found.append(probe.getsockname()[0])
        except OSError:  # no network at all
            pass
    try:
        named = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET, socket.SOCK_STREAM)
    except OSError:
        named = []
    found += sorted({str(address[4][0]) for address in named})
    return list(dict.fromkeys([*(each for each in found if each != "0.0.0.0"), "127.0.0.1"]))


def ssh_line(user: str, host: str, port: int) -> str:
    """Return the line that somebody types to get in."""
    return f"ssh {'' if port == 22 else f'-p {port} '}{user}@{host}"
