"""The terminal of these tests says where its cursor is, as real terminals do: where the stream has the question."""

from __future__ import annotations

import sys
from pathlib import Path

from terminal_of import Terminal

ASKING = """
import os, tty
tty.setraw(0)
said = b""
CURSOR = "\\x1b[2;2H\\x1b[6n\\x1b[H\\x1b[6n"
for sent in ("\\x1b[H\\x1b[6n", "abc\\x1b[6ndef", "\\x1b[?6n", "\\x1b[24;80Hx\\x1b[6n", CURSOR):
    os.write(1, sent.encode())
    for _ in range(sent.count("6n")):
        while True:
            byte = os.read(0, 1)
            said += byte
            if byte == b"R":
                break
os.write(1, b"\\x1b[5;1H" + said.replace(b"\\x1b[", b" ") + b".")
"""


def test_it_answers_with_the_place_of_the_question(tmp_path: Path) -> None:
    with Terminal(tmp_path, "-c", ASKING, command=[sys.executable]) as terminal:
        terminal.until(" 1;1R 1;4R ?1;7R 24;80R 2;2R 1;1R.")
        assert terminal.answered == 6


def test_one_that_never_answers(tmp_path: Path) -> None:
    with Terminal(tmp_path, "-c", ASKING, command=[sys.executable], answers=False) as terminal:
        terminal.until(lambda _: b"6n" in terminal.sent)
        terminal.settled(0.5)
        assert terminal.child.isalive()
        assert terminal.answered == 0
