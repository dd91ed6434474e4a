"""Keys with Caps Lock and through a Chinese input method: the plain key where there is one, else a line that helps."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from terminal_of import COMMAND, KEYS, PATIENCE, Terminal
from test_pty_keys import LISTENING, SADDLE

from batchgame.tui.game.keys import COMMANDS, DIGITS

REFUSED = {"en": "switch the input method off", "zh-TW": "請關閉輸入法"}
HINT = {"en": "How sure", "zh-TW": "你有多大把握"}


def _wide(sign: str) -> str:
    return "\u3000" if sign == " " else chr(ord(sign) + 0xFEE0)


def _typed() -> list[tuple[str, str]]:
    """Return each key that is a sign in the forms that other input gives, with the action that it must lead to."""
    plain = {KEYS.get(key, key): command.name for command in COMMANDS for key in command.keys}
    signs = {sign: action for sign, action in plain.items() if len(sign) == 1 and sign.isprintable()}
    signs |= {str(n): action for n, action in enumerate(DIGITS)}
    found = [(_wide(sign), action) for sign, action in signs.items()]
    for sign, action in signs.items():
        if sign.isalpha():
            upper = sign.upper()
            kitty = f"\x1b[{ord(sign)};65;{ord(upper)}u"  # Caps Lock in the keyboard protocol of kitty
            found += [(upper, action), (_wide(upper), action), (kitty, action)]
    return [*found, ("。", "one_update"), (f"\x1b[0;;{ord('１')}u", "digit:1")]


def test_capitals_and_full_width_signs_are_the_plain_keys(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.touch()
    with Terminal(tmp_path, *SADDLE, str(log), command=[sys.executable, "-c", LISTENING]) as terminal:
        terminal.until("How sure")
        for number, (sent, wanted) in enumerate(_typed(), 1):
            terminal.type(sent)
            end = time.monotonic() + PATIENCE
            while len(log.read_text().splitlines()) < number and time.monotonic() < end:
                terminal.read(0.01)
            assert log.read_text().splitlines()[number - 1 :] == [wanted], f"{sent!r}"
        log.write_text("")
        terminal.type("１９\rＨ2ｈ")  # at once: none overtakes another
        end = time.monotonic() + PATIENCE
        while len(log.read_text().splitlines()) < 6 and time.monotonic() < end:
            terminal.read(0.01)
        assert log.read_text().split() == ["digit:1", "digit:9", "next", "hint", "digit:2", "hint"]


@pytest.mark.parametrize("language", REFUSED)
def test_a_sign_of_an_input_method_gets_a_line(language: str, tmp_path: Path) -> None:
    words = ("play", "saddle", "--lang", language, "--trajectories", "100")
    with Terminal(tmp_path, *words) as terminal:
        terminal.until(HINT[language])
        for sign in ("ㄅ", "中文", "ˇ", "、", "あ", "\x1b[0;;20013u"):
            terminal.type(sign)
            terminal.until(REFUSED[language])
            terminal.press("1")
            terminal.until(lambda text: REFUSED[language] not in text)
        terminal.type("Ｑ")
        assert terminal.ended() == 0


def test_before_a_language_is_chosen_the_line_is_in_both(tmp_path: Path) -> None:
    with Terminal(tmp_path, "play") as terminal:
        terminal.until("English")
        terminal.type("ㄅ")
        text = terminal.until(REFUSED["en"])
        line = next(line for line in text.splitlines() if REFUSED["en"] in line)
        assert REFUSED["zh-TW"] in line.replace(" ", "")


@pytest.mark.parametrize("language", REFUSED)
def test_plain_lines_understand_the_same(language: str, tmp_path: Path) -> None:
    words = ("play", "saddle", "--plain", "--trajectories", "100", "--lang", language)
    with Terminal(tmp_path, *words, command=COMMAND) as terminal:
        for answer in ("ㄅ", "Ｈ", "１", "９", "Q"):
            terminal.type(answer + "\r")
        terminal.ended()
        said = terminal.sent.decode()
        assert said.count(REFUSED[language]) == 1
        hint, knob = {"en": ("hint 1", "batch size: one of"), "zh-TW": ("提示 1", "批次大小：")}[language]
        assert hint in said.lower()
        assert knob in said.lower()
