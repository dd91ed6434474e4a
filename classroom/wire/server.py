"""The SSH server: it listens, lets everybody in without a password, and hands terminals over. It knows no lesson."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any

import asyncssh

from batchgame.classroom.wire.channel import PACKET, WINDOW, Channel, Terminal
from batchgame.classroom.wire.contract import DoorError, Factory
from batchgame.classroom.wire.pool import LoginPool

SESSION_SECONDS = 8.0  # after the login: `ssh -N` opens no session, and would stay for ever
KEEPALIVE_SECONDS, KEEPALIVES = 15, 3
LOGINS_PER_SECOND, LOGINS_AT_ONCE = 30.0, 64.0  # a login costs some milliseconds of computing
BACKLOG = 512
# Without chacha20, which asyncssh computes in Python (0.6 ms a frame), and without finite-field groups.
CIPHERS = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes256-ctr", "aes128-ctr")
KEY_EXCHANGES = (
    "mlkem768x25519-sha256", "curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256",
)  # fmt: skip
MACS = (
    "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512",
)  # fmt: skip


@dataclass(eq=False)
class _Door:
    """What all connections share."""

    factory: Factory
    pool: LoginPool[Any] = field(init=False)
    tokens: float = LOGINS_AT_ONCE
    counted: float = 0.0

    def __post_init__(self) -> None:
        self.pool = LoginPool(_is_silent, _abort)

    def delay(self) -> float:
        """Return how long the next login has to wait, so that logins do not take the whole machine."""
        now = asyncio.get_running_loop().time()
        self.tokens = min(LOGINS_AT_ONCE, self.tokens + (now - self.counted) * LOGINS_PER_SECOND) - 1
        self.counted = now
        return max(0.0, -self.tokens / LOGINS_PER_SECOND)


def _is_silent(connection: asyncssh.SSHServerConnection) -> bool:
    return not connection.get_extra_info("client_version")


def _abort(connection: asyncssh.SSHServerConnection) -> None:
    connection.abort()


class _Server(asyncssh.SSHServer):
    """One connection. asyncssh refuses forwardings of every kind unless a server allows them."""

    def __init__(self, door: _Door) -> None:
        self._door = door
        self._connection: Any = None
        self._user = ""
        self._opened = False
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Wait for the login, in a pool of few."""
        self._connection = conn
        self._door.pool.add(conn)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection, which has ended."""
        self._door.pool.remove(self._connection)
        if self._timer is not None:
            self._timer.cancel()

    async def begin_auth(self, username: str) -> bool:
        """Let everybody in; what a user name stands for is asked later, and said on a page."""
        self._user = username[:64]
        await asyncio.sleep(self._door.delay())
        return False

    def auth_completed(self) -> None:
        """Give the guest some seconds to open a session."""
        self._door.pool.remove(self._connection)
        self._timer = asyncio.get_running_loop().call_later(SESSION_SECONDS, self._connection.abort)

    def session_requested(self) -> Any:
        """Open the one session."""
        if self._opened:
            return False
        self._opened = True
        loop = asyncio.get_running_loop()
        channel = Channel(self._connection, loop, True, False, False, 0, 0, None, "strict", WINDOW, PACKET)
        return channel, _Begun(self._connection, self._user, self._door.factory, self._timer)


class _Begun(Terminal):
    """A terminal that stops the timer once its session has begun."""

    def __init__(self, connection: Any, user: str, factory: Factory, timer: asyncio.TimerHandle | None) -> None:
        super().__init__(connection, user, factory)
        self._timer = timer

    def session_started(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        super().session_started()


async def listen(port: int, key: asyncssh.SSHKey, factory: Factory, host: str | None = None) -> asyncssh.SSHAcceptor:
    """Listen on all addresses of this machine, IPv4 and IPv6, or on one. DoorError if the port cannot be bound."""
    logging.getLogger("asyncssh").setLevel(logging.CRITICAL)  # its lines hold addresses
    door = _Door(factory)
    try:
        return await asyncssh.create_server(
            lambda: _Server(door), host, port, server_host_keys=[key], server_version="batchgame",
            encryption_algs=CIPHERS, kex_algs=KEY_EXCHANGES, mac_algs=MACS, compression_algs=["none"],
            line_editor=False, encoding=None, allow_scp=False, agent_forwarding=False, x11_forwarding=False,
            window=WINDOW, max_pktsize=PACKET, keepalive_interval=KEEPALIVE_SECONDS, keepalive_count_max=KEEPALIVES,
            backlog=BACKLOG, tcp_keepalive=True, reuse_address=True, public_key_auth=False, password_auth=False,
            kbdint_auth=False, host_based_auth=False, gss_host=None,
        )  # fmt: skip
    except OSError as error:
        raise DoorError(f"port {port} cannot be used: {error.strerror or error}") from None
