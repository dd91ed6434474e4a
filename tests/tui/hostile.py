"""Two thousand strings that are hard for a terminal, a markup parser or a decoder, and a check of what a game sent.

They are the same in every run. A lone surrogate stands for a byte that is no UTF-8, as in Python's arguments.
"""

from __future__ import annotations

import random
import re
import unicodedata
from functools import cache

COUNT = 2000
ESC, BEL, ST, CSI, OSC, DCS, APC = "\x1b", "\x07", "\x1b\\", "\x1b[", "\x1b]", "\x1bP", "\x1b_"
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
MARKS = "".join(map(chr, range(0x300, 0x340))) + "\u20dd\u20e0\u0489"
WORDS = ("saddle", "momentum", "批次大小", "x", "\u00e9t\u00e9", "λ", "0.5", "a b", "Ω≈", "ﷺ", "が", "🂡", "1")
MARKUP = (
    "[@click=app.bell()]{}[/]", "[@click=app.exit]{}[/]", "[/x]{}", "[link=https://example.org]{}[/link]", "[bold]{}",
    "[{}", "{}]", "\\[{}\\]", "[b]{}[/i]", "[$primary]{}[/]", "[on #ff0000]{}", "[@click=screen.dismiss]{}", "[red]{}[",
    "<script>{}</script>", "%s%n{}", "{{{}}}", "$({})", "`{}`", "../{}/..", "&{};", ":warning:{}",
    "{}'\"", "-{}", "--{}",
)  # fmt: skip


@cache
def strings() -> tuple[str, ...]:
    """Return all two thousand strings."""
    chance = random.Random(2022)
    makers = [_csi, _osc, _string, _c1, _c0, _bidi, _zalgo, _surrogates, _markup, _unassigned, _emoji, _breaks, _mixed]
    found = [makers[number % len(makers)](chance) for number in range(COUNT - 12)]
    found += [sign * 3000 for sign in ("x", "批", "\u0301", "[", "\x9b", "🏳️\u200d🌈")]
    return (*found, "", " ", "\x00", "\x1b", "\ud800", "\udfff" * 40)


def as_bytes(text: str) -> bytes:
    """Encode a text as a terminal or a file would hold it: a lone surrogate becomes bytes that are no UTF-8."""
    return text.encode("utf-8", "surrogatepass")


def _word(chance: random.Random) -> str:
    return chance.choice(WORDS)


def _csi(chance: random.Random) -> str:
    numbers = ";".join(
        str(chance.choice((0, 1, 2, 4, 25, 38, 48, 1049, 2004, 99999))) for _ in range(chance.randrange(5))
    )
    start = chance.choice((CSI, CSI, "\x9b"))
    final = chance.choice("ABCDHJKLMPSTXZ@`abcdefghijklmnorstuvwxyz{|}~")
    return f"{_word(chance)}{start}{chance.choice(('', '?', '>', '<', '=', '!'))}{numbers}{final}{_word(chance)}"


def _osc(chance: random.Random) -> str:
    body = chance.choice(
        ("0;{}", "2;{}", "8;;https://example.org/{}", "8;id=1;{}", "52;c;YmF0Y2hnYW1l{}", "52;p;?", "4;1;?", "10;?",
         "11;{}", "1337;File=:{}", "9;{}", "777;notify;{}", "133;A{}", "22;{}", "l{}", "50;{}")
    )  # fmt: skip
    start = chance.choice((OSC, OSC, "\x9d"))
    return f"{start}{body.format(_word(chance))}{chance.choice((BEL, ST, chr(0x9C), ''))}{_word(chance)}"


def _string(chance: random.Random) -> str:
    start = chance.choice((DCS, APC, "\x1b^", "\x1bX", "\x90", "\x9f", "\x98", "\x9e"))
    body = chance.choice(("$q{}", "+q544e", "G{}", "tmux;\x1b\x1b]52;c;{}", "1$r{}", "q#0;2;0;0;0{}"))
    return f"{start}{body.format(_word(chance))}{chance.choice((ST, chr(0x9C), ''))}"


def _c1(chance: random.Random) -> str:
    return "".join(_word(chance) + chr(chance.randrange(0x7F, 0xA0)) for _ in range(chance.randrange(1, 4)))


def _c0(chance: random.Random) -> str:
    return "".join(_word(chance) + chr(chance.randrange(0x20)) for _ in range(chance.randrange(1, 4)))


def _bidi(chance: random.Random) -> str:
    return "".join(chance.choice(BIDI) + _word(chance) for _ in range(chance.randrange(1, 4)))


def _zalgo(chance: random.Random) -> str:
    return "".join(letter + "".join(chance.choices(MARKS, k=50)) for letter in _word(chance)[:2])


def _surrogates(chance: random.Random) -> str:
    lone = [chr(chance.choice((0xD800, 0xDBFF, 0xDC00, 0xDCFF, 0xDC9B, 0xDC1B, 0xDFFF))) for _ in range(2)]
    return f"{lone[0]}{_word(chance)}{lone[1]}"


def _markup(chance: random.Random) -> str:
    return chance.choice(MARKUP).format(_word(chance))


def _unassigned(chance: random.Random) -> str:
    ranges = (
        (0xE000, 0xF8FF),
        (0xF0000, 0xFFFFD),
        (0x378, 0x379),
        (0x30000, 0x3FFFD),
        (0xFDD0, 0xFDEF),
        (0xE0000, 0xE007F),
    )
    low, high = chance.choice(ranges)
    return _word(chance) + "".join(chr(chance.randint(low, high)) for _ in range(3))


def _emoji(chance: random.Random) -> str:
    families = (
        "👩\u200d👩\u200d👧\u200d👦",
        "🏳️\u200d🌈",
        "👍🏽",
        "🇹🇼",
        "❤️",
        "1️⃣",
        "\u200d",
        "🏴\U000e0067\U000e0062\U000e007f",
    )
    return _word(chance) + chance.choice(families) * chance.randrange(1, 4)


def _breaks(chance: random.Random) -> str:
    signs = (
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\v",
        "\f",
        "\u2028",
        "\u2029",
        "\x85",
        "\u200b",
        "\ufeff",
        "\u00ad",
        "\u3000",
        "\xa0",
    )
    return "".join(_word(chance) + chance.choice(signs) for _ in range(3))


def _mixed(chance: random.Random) -> str:
    pool = (_csi, _osc, _c1, _c0, _bidi, _markup, _unassigned, _surrogates, _emoji)
    return "".join(chance.choice(pool)(chance) for _ in range(3))


# What the game sends to a terminal besides text: places and styles, modes, the pointer's shape, a replay line.
OWN = re.compile(
    rb"\x1b\[[0-9;]*[mHCJK]|\x1b\[\?(?:7|25|1000|1002|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"
    rb"|\x1b\[\?20(?:26|48)\$p|\x1b\[6n|\x1b\[5n|\x1b\[>[0-9]+u|\x1b\[<u|\x1b\]22;[a-z-]+\x07|\r\n"
    rb"|\x1b\]52;c;YmF0Y2hnYW1lIHBsYXkg[A-Za-z0-9+/=]+\x07"  # to the clipboard: "batchgame play " and its arguments
)


def foreign(sent: bytes) -> list[str]:
    """List the characters that are neither visible text nor part of the game's own sequences; none if all is well."""
    text = OWN.sub(b"", sent).decode("utf-8")
    return sorted({f"U+{ord(sign):04X}" for sign in text if unicodedata.category(sign) in UNSEEN})


def unseen(text: str) -> list[str]:
    """List the invisible characters of lines in a pipe, and say where a letter carries too many marks."""
    found = {f"U+{ord(sign):04X}" for sign in text if unicodedata.category(sign) in UNSEEN and sign != "\n"}
    return sorted(found | {"many marks" for _ in [0] if re.search(f"[{MARKS}]{{3}}", text)})
