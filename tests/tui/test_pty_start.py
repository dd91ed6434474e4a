"""The begin of a game: without a terminal, for a newcomer, for a player who comes back, with unreadable progress."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest
from terminal_of import COMMAND, Terminal

from batchgame.scenarios.playables import all_playables

STARS = 3 * len(all_playables())
STREAMS = ("stdin", "stdout", "stderr")
ROUND = ("--lang", "en", "--trajectories", "100", "--batch-size", "1")


@pytest.mark.parametrize("missing", STREAMS)
def test_a_stream_that_is_no_terminal(missing: str, tmp_path: Path) -> None:
    """Start without one stream: one line comes, status 2, and no escape byte in the terminal or in the file."""
    aside = tmp_path / "aside"
    aside.touch()
    redirect = {"stdin": "</dev/null", "stdout": f">{aside}", "stderr": f"2>{aside}"}[missing]
    words = " ".join(f"'{word}'" for word in COMMAND)
    with Terminal(tmp_path, "-c", f"{words} play {redirect}", command=["/bin/sh"]) as terminal:
        assert terminal.ended() == 2
        said = bytes(terminal.sent) + aside.read_bytes()
    assert said.count(b"\n") == 1
    assert missing.encode() + b" is no terminal" in said
    assert b"--plain" in said
    assert b"\x1b" not in said


def test_a_newcomer_is_asked_for_a_language_then_shown_a_bowl_then_has_a_menu(tmp_path: Path) -> None:
    with Terminal(tmp_path, "play") as terminal:
        terminal.until("2   中")
        terminal.press("1")
        terminal.until("Press Space")
        terminal.press("space")
        terminal.until("shots: 1")
        terminal.press("q")
        assert terminal.ended() == 0
    with Terminal(tmp_path, "play") as terminal:
        terminal.until(f"0 of {STARS} stars")
        terminal.press("enter")
        terminal.until("Nothing moves")


@pytest.mark.parametrize(("content", "told"), [("{broken", "could not be read"), ('{"version": 99}', "newer version")])
def test_progress_that_is_not_ours_is_said_on_the_menu(content: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "progress.json").write_text(content)
    with Terminal(tmp_path, "play", "--lang", "en") as terminal:
        terminal.until(lambda text: told in " ".join(text.split()))
        terminal.until(f"0 of {STARS} stars")
        terminal.press("q")
        assert terminal.ended() == 0
    kept = [file.read_text() for file in tmp_path.glob("progress*.json")]
    assert content in kept


def _finish(terminal: Terminal) -> None:
    terminal.until("How sure")
    terminal.press("1", "9")
    terminal.until("ONE EPOCH")
    terminal.press("enter")
    terminal.until("STEP SIZE")
    terminal.press("enter")
    terminal.until(", over")
    terminal.press("enter")
    terminal.until("Press 1 to")
    terminal.press("1")
    terminal.until("LESSON")


def test_two_games_at_once_lose_no_star(tmp_path: Path) -> None:
    with (
        Terminal(tmp_path, "play", "saddle", *ROUND) as one,
        Terminal(tmp_path, "play", "canyon", *ROUND) as other,
    ):
        for game in (one, other):
            _finish(game)
        one.press("q")
        other.child.kill(signal.SIGTERM)
        assert (one.ended(), other.ended()) == (0, 143)
    records = json.loads((tmp_path / "progress.json").read_text())["records"]
    assert {name: record["goal"] for name, record in records.items()} == {"saddle": True, "canyon": True}
    with Terminal(tmp_path, "play", "--lang", "en") as terminal:
        earned = sum(record[star] for record in records.values() for star in ("goal", "predicted", "par"))
        terminal.until(f"{earned} of {STARS} stars")
