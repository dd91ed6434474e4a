"""Four measurements of the game in a terminal: bytes per frame, delays on a slow line, a whole class, the first frame.

    python bench/terminal.py [bytes] [pace] [many] [first]

Without arguments it makes all four. The game is the installed script beside this interpreter.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import first_frame
import many
from slow_line import BYTES_PER_SECOND, ROUND_TRIP, FarTerminal
from terminal_of import Terminal

QUESTION = b"\x1b[6n"
SECONDS, FPS = 5.0, 20
SIZES = ((80, 24), (120, 40))
DEPTHS = ("true", "256", "16", "mono")
STAGES = ("canyon", "saddle")
AXES = ("updates", "epochs", "time")  # the names of the x axis, in the order in which a key changes it
GAME = [str(Path(sys.executable).with_name("batchgame"))]


def fire(terminal: Terminal) -> None:
    """Go from the first page of a stage to its race."""
    terminal.until("How sure")
    terminal.press("1", "9")
    terminal.until("ONE EPOCH")
    terminal.press("enter")
    terminal.until("STEP SIZE")


def watch(terminal: Terminal, seconds: float) -> None:
    """Read the terminal for some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        terminal.read(0.05)


def frames_of(stage: str, size: tuple[int, int], colors: str) -> list[int]:
    """Return the number of bytes of each frame in five seconds of a race."""
    arguments = ("play", stage, "--lang", "en", "--fps", str(FPS), "--colors", colors)
    with tempfile.TemporaryDirectory() as data, Terminal(Path(data), *arguments, size=size, command=GAME) as terminal:
        fire(terminal)
        watch(terminal, 0.5)
        before = len(terminal.sent)
        watch(terminal, SECONDS)
        return [len(frame) for frame in bytes(terminal.sent[before:]).split(QUESTION)[1:-1]]


def bytes_per_frame() -> None:
    """Print the mean and the largest frame for every depth of colour and two sizes."""
    print(f"bytes a frame, {SECONDS:.0f} s of a race at {FPS} frames per second, 24 particles a lane, both plots:")
    for size in SIZES:
        for colors in DEPTHS:
            found = {stage: frames_of(stage, size, colors) for stage in STAGES}
            parts = (
                f"{stage}: mean {statistics.mean(sizes):4.0f}, largest {max(sizes):4d} ({len(sizes) / SECONDS:.1f} a s)"
                for stage, sizes in found.items()
            )
            print(f"  {size[0]}x{size[1]:<4} {colors:5} " + "   ".join(parts))


def waits(terminal: FarTerminal, keys: int, press: Callable[[int], Callable[[], bool]], pause: float) -> list[float]:
    """Measure the seconds from each key until its effect is on the screen.

    press: presses the n-th key and returns a function that tests whether its effect is on the screen.
    pause: about how many seconds to wait between two keys.
    """
    found = []
    for n in range(keys):
        shown, began = press(n), time.monotonic()
        while not shown():
            terminal.read(0.005)
            if time.monotonic() > began + 10:
                raise SystemExit(f"a key did nothing on\n{terminal.text()}")
        found.append(time.monotonic() - began)
        watch(terminal, pause + 0.037 * (n % 5))
    return found


def key_to_screen(size: tuple[int, int], answers: bool) -> tuple[list[float], list[float], float]:
    """Measure through a slow line: delays on a still screen, delays in a race, and frames per second in the race."""
    arguments = ("play", "canyon", "--lang", "en", "--fps", str(FPS))
    with (
        tempfile.TemporaryDirectory() as data,
        FarTerminal(Path(data), *arguments, size=size, command=GAME, answers=answers) as terminal,
    ):
        terminal.until("How sure")
        terminal.settled(1.0)

        def answer(n: int) -> Callable[[], bool]:
            before = terminal.text()
            terminal.press("13"[n % 2])
            return lambda: terminal.text() != before

        def axis(n: int) -> Callable[[], bool]:
            terminal.press("right")
            name = f" {AXES[n % 3]} "
            plots = slice(size[0] // 2, None)
            return lambda: any(name in row[plots] for row in terminal.screen.display[: size[1] - 7])

        still = waits(terminal, 30, answer, 0.3)
        fire(terminal)
        watch(terminal, 2.0)
        before, began = terminal.answered, time.monotonic()
        race = waits(terminal, 24, axis, 0.2)
        return still, race, (terminal.answered - before) / (time.monotonic() - began)


def pace() -> None:
    """Print the delays from key to screen through a slow line, for a terminal that answers and one that does not."""
    print(
        f"key to screen through {BYTES_PER_SECOND / 1000:.0f} kB per second, {1000 * ROUND_TRIP:.0f} ms there and back:"
    )
    for size in SIZES:
        for answers in (True, False):
            still, race, frames = key_to_screen(size, answers)
            parts = (
                f"{name}: median {1000 * statistics.median(found):.0f} ms, longest {1000 * max(found):.0f}"
                for name, found in (("still screen", still), ("race", race))
            )
            kind = f"{frames:.1f} frames per second" if answers else "a terminal that never answers"
            print(f"  {size[0]}x{size[1]:<4} " + "   ".join(parts) + f"   ({kind})")


def main() -> None:
    """Make the measurements that the command line names."""
    parts: dict[str, Callable[[], None]] = {
        "bytes": bytes_per_frame,
        "pace": pace,
        "many": lambda: print(many.report(many.many(many.GAMES, many.FPS), many.FPS)),
        "first": lambda: print(first_frame.report(first_frame.first_frames(11))),
    }
    print(first_frame.machine())
    for name in sys.argv[1:] or parts:
        if name not in parts:
            raise SystemExit(f"{name}: one of {', '.join(parts)} is needed")
        parts[name]()


if __name__ == "__main__":
    main()
