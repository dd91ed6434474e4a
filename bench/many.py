"""A whole class on one machine: the cost of many games at once, each through a real sshd.

    python bench/many.py [GAMES [FRAMES_PER_SECOND]]

Every game shows a race and gets a key about once per second. The delay is measured from the key until its effect has
come out of ssh: median and 95th percentile. Memory is the proportional set size of a game, in which shared pages are
divided by the number of processes that share them. The terminals only answer and search for a word, because drawing
twenty screens would be half of the load.
"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import re
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "package"))
from first_frame import machine
from sshd import remote, sshd, the_game

GAMES, FPS = 20, 8
SECONDS = 20.0
PATIENCE = 120.0  # seconds until all games must have started
AXES = (b"updates", b"epochs", b"time")  # the names of the x axis, in the order in which the key changes it
QUESTION = re.compile(rb"([^\x1b]{0,4})\x1b\[6n")
PROBE = "●".encode()
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Seat:
    """One player: a terminal with `ssh` in it, the output that is still to be searched, and the delays so far."""

    data: Path
    process: subprocess.Popen[bytes]
    terminal: int
    unread: bytes = b""
    frames: int = 0
    axis: int = 0
    pressed: float = 0.0
    due: float = 0.0
    waits: list[float] = field(default_factory=list)

    def read(self) -> bytes:
        """Read the output that is there, answer the questions in it, and record the delay of a key. Returns it."""
        try:
            new = os.read(self.terminal, 1 << 16)
        except OSError:
            raise SystemExit(f"a game has ended: {self.unread[-500:]!r}") from None
        self.unread += new
        for before in QUESTION.findall(self.unread):
            self.frames += 1
            os.write(self.terminal, b"\x1b[2;2R" if before.endswith(PROBE) else b"\x1b[1;1R")
        last = self.unread.rfind(b"\x1b[6n")
        if self.pressed and AXES[self.axis] in self.unread:
            self.waits.append(time.monotonic() - self.pressed)
            self.pressed = 0.0
        self.unread = self.unread[last + 1 if last >= 0 else -200 :]
        return new

    def press(self, keys: bytes) -> None:
        """Type these bytes into the terminal."""
        os.write(self.terminal, keys)


def many(games: int, fps: int) -> dict[str, float]:
    """Measure a number of games at once. Returns figures by name.

    memory: megabytes per game. processor: share of one processor per game. frames: per second and game.
    median, p95: delays in seconds. keys: how many delays.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with sshd(folder, ["MaxStartups 100", "MaxSessions 100"]) as host:
            seats = [_seat(host.words("-tt"), folder / str(n), fps) for n in range(games)]
            try:
                return _measure(seats)
            finally:
                for seat in seats:
                    seat.process.kill()
                    seat.process.wait()
                    os.close(seat.terminal)


def _seat(login: list[str], data: Path, fps: int) -> Seat:
    data.mkdir()
    command = remote(Path(sys.executable).parent, data, "play", "canyon", "--lang", "en", "--fps", str(fps))
    near, far = pty.openpty()
    fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        [*login, command], stdin=far, stdout=far, stderr=far, start_new_session=True, env={"TERM": "xterm-256color"}
    )
    os.close(far)
    return Seat(data, process, near)


def _measure(seats: list[Seat]) -> dict[str, float]:
    for word, keys in ((b"sure", b"19"), (b"ONE EPOCH", b"\r"), (b"STEP SIZE", b"--")):
        _all_see(seats, word)
        for seat in seats:
            seat.press(keys)
    _run(seats, 3.0, press=False)
    games = [the_game(seat.data) for seat in seats]
    before, frames, began = _seconds(games), [seat.frames for seat in seats], time.monotonic()
    _run(seats, SECONDS, press=True)
    took = time.monotonic() - began
    waits = sorted(wait for seat in seats for wait in seat.waits)
    each = len(seats) * took
    return {
        "games": len(seats),
        "memory": statistics.median(_memory(game) for game in games),
        "processor": (_seconds(games) - before) / each,
        "frames": sum(seat.frames - old for seat, old in zip(seats, frames, strict=True)) / each,
        "keys": len(waits),
        "median": statistics.median(waits),
        "p95": waits[int(len(waits) * 0.95)],
    }


def _all_see(seats: list[Seat], word: bytes) -> None:
    missing, seen, end = list(seats), {id(seat): b"" for seat in seats}, time.monotonic() + PATIENCE
    while missing:
        if time.monotonic() > end:
            raise SystemExit(f"{len(missing)} of {len(seats)} games do not show {word!r}")
        for seat in _ready(seats, 0.1):
            seen[id(seat)] += seat.read()
        missing = [seat for seat in missing if word not in seen[id(seat)]]


def _run(seats: list[Seat], seconds: float, *, press: bool) -> None:
    dice, end = random.Random(1), time.monotonic() + seconds
    for seat in seats:
        seat.due = time.monotonic() + dice.random()
    while (now := time.monotonic()) < end:
        for seat in _ready(seats, 0.01):
            seat.read()
        for seat in seats if press else ():
            if not seat.pressed and now >= seat.due:
                seat.pressed, seat.due = now, now + 0.7 + 0.6 * dice.random()
                seat.press(b"\x1b[C")
                seat.axis = (seat.axis + 1) % len(AXES) if seat.waits else 0


def _ready(seats: list[Seat], seconds: float) -> list[Seat]:
    found = select.select([seat.terminal for seat in seats], [], [], seconds)[0]
    return [seat for seat in seats if seat.terminal in found]


def _seconds(processes: list[int]) -> float:
    """Return the processor time of processes so far, in seconds, with children that have ended."""
    fields = (Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split() for process in processes)
    return sum(sum(map(int, found[11:15])) for found in fields) / TICKS


def _memory(process: int) -> float:
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))) / 1024


def report(found: dict[str, float], fps: int) -> str:
    """Format the figures in a few lines."""
    return (
        f"{found['games']:.0f} games at {fps} frames per second asked for, through sshd:\n"
        f"  memory a game     {found['memory']:.0f} MB (proportional set size)\n"
        f"  processor a game  {100 * found['processor']:.1f} % of one\n"
        f"  frames            {found['frames']:.1f} per second\n"
        f"  key to screen     median {1000 * found['median']:.0f} ms, p95 {1000 * found['p95']:.0f} ms"
        f" ({found['keys']:.0f} keys)"
    )


def main() -> None:
    """Measure and print the figures."""
    given = [int(argument) for argument in sys.argv[1:]]
    games, fps = (*given, *(GAMES, FPS)[len(given) :])
    print(machine())
    print(report(many(games, fps), fps))


if __name__ == "__main__":
    main()
