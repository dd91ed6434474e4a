"""The signs of a Chinese input method that stand where TOML wants plain ones: the commonest slip in a file."""

from __future__ import annotations

import re

_WIDE = {
    **dict.fromkeys("“”„〝〞＂", ("quotation mark", '"')),
    **dict.fromkeys("‘’＇", ("quotation mark", "'")),
    **dict.fromkeys("「」『』", ("quotation mark", '"')),
    "，": ("comma", ","), "、": ("comma", ","), "＝": ("equals sign", "="), "：": ("colon", "="),
    "［": ("bracket", "["), "］": ("bracket", "]"), "【": ("bracket", "["), "】": ("bracket", "]"),
    "｛": ("brace", "{"), "｝": ("brace", "}"), "．": ("full stop", "."), "。": ("full stop", "."),
    "＃": ("number sign", "#"), "－": ("minus sign", "-"), "\u3000": ("space", "a plain space"),
}  # fmt: skip


def wide_sign(text: str, error: str, quoted: re.Pattern[str]) -> str | None:
    """Find the first full-width sign outside texts and comments, in the line that the parser's error names.

    quoted: matches texts and comments. Returns where it is and what to write instead, None if there is no such sign.
    """
    bare = quoted.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text).split("\n")
    place = re.search(r"at line (\d+)", error)
    lines = [int(place[1])] if place and int(place[1]) <= len(bare) else range(1, len(bare) + 1)
    for number in lines:
        for column, sign in enumerate(bare[number - 1], 1):
            if sign in _WIDE:
                name, plain = _WIDE[sign]
                return f"line {number}, column {column}: {sign} is a full-width {name}; use {plain}"
    return None
