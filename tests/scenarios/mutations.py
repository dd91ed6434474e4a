"""Ways to break a scenario: one place of its values is changed, or a few bytes of its file."""

from __future__ import annotations

import copy
import datetime
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

# What looks like a message of msgspec, which the errors of a file are made from.
WORDINGS = [
    "x` - at `$.foo",
    "x` - at `$.stages[0]",
    "x` - at `$.landscape[...]",
    "Expected `int`, got `str` - at `$.title",
    "Object missing required field `y` - at `key` in `$.stages[...]`",
    " - at `$",
    "`",
    "a.b",
    "$[0]",
]
NASTY: list[Any] = [
    0, 1, -1, 2, 3, 20, 1000, 10**6, 10**18, 10**400, 0.0, -0.0, 0.5, 1.0, -1.5, 1e-12, 1e-300, 1e308,
    float("nan"), float("inf"), float("-inf"), True, False, "", " ", "x", "\x1b[31m", "a\x00b", "\u202e", "\n", "{n}",
    "{", "}", "{n.__class__}", "{you_solved}", "{budget}", "%s%n", "批次", "e\u0301\u0301\u0301", "solved", "full",
    "AT REST", "x4", "../../etc/passwd", "[@click=app.quit]q[/]", [], [[]], {}, [1.0, 2.0], [1.0, 2.0, 3.0],
    {"en": "a", "zh-TW": "b"}, {"en": "a"}, {"measure": "solved"}, {"measure": "loss", "at": [0.0, 0.0]}, {"": 1},
    {"x" * 300: 1}, {"\x1b": 1}, *WORDINGS, *({wording: 1} for wording in WORDINGS), "9" * 5000, "e\u0301\u0323" * 40,
    list(range(2000)), [[1.0, 2.0] for _ in range(1001)], {f"k{n}": n for n in range(200)},
    datetime.date(2022, 3, 4), datetime.time(1, 2), datetime.datetime(2022, 3, 4, 5, 6),
]  # fmt: skip
NAMES = [
    *WORDINGS,
    "",
    "name",
    "measure",
    "times",
    "above",
    "below",
    "when",
    "lane",
    "right",
    "x",
    "depth",
    "zh-TW",
    "en",
    "1",
]
SNIPPETS = [
    b"", b"\x00", b"\xff\xfe", b"[", b"]", b"{", b"}", b'"', b'"""', b"=", b"\n", b"nan", b"-inf", b"9" * 40, b"1e999",
    b"\xe2\x80\xae", b"\x1b[2J", b".", b"#", b"0x7fffffff",
]  # fmt: skip


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from paths(item, (*path, key))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def mutate(values: dict[str, Any], chance: random.Random) -> None:
    """Change one place of a scenario's values."""
    every = list(paths(values))
    *head, last = chance.choice(every)
    parent = at(values, tuple(head))
    other = copy.deepcopy(at(values, chance.choice(every)))

    def rename() -> None:
        if isinstance(parent, dict):
            item = parent.pop(last)
            parent[chance.choice(NAMES) or (str(last)[:-1] + "q")] = item

    def insert() -> None:
        if isinstance(parent, dict):
            parent[chance.choice(NAMES)] = copy.deepcopy(chance.choice(NASTY))
        else:
            parent.insert(last, copy.deepcopy(chance.choice([parent[last], *NASTY])))

    def scale() -> None:
        if isinstance(parent[last], int | float):
            parent[last] = parent[last] * chance.choice([-1, 0, 2, 0.1, 10, 1e6, 1e-6])

    acts: list[Callable[[], Any]] = [
        lambda: parent.__setitem__(last, copy.deepcopy(chance.choice(NASTY))),
        lambda: parent.__setitem__(last, copy.deepcopy(chance.choice(NASTY))),
        lambda: parent.__setitem__(last, other),
        lambda: parent.__setitem__(last, [parent[last]]),
        lambda: parent.__setitem__(last, {"en": parent[last]}),
        lambda: parent.__delitem__(last),
        rename,
        insert,
        scale,
    ]
    chance.choice(acts)()


def dump(value: Any) -> str:
    """Write plain values as TOML in one line, whatever is in them."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{dump(str(key))} = {dump(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(dump, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, int | float) else value.isoformat()


def spoil(text: bytes, chance: random.Random) -> bytes:
    """Change a few bytes of a file."""
    for _ in range(chance.randint(1, 3)):
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.choice([1, 1, 1, 4, 30, 400]))
        piece = text[start:end]
        new = chance.choice([*SNIPPETS, piece * 2, piece[::-1], bytes([chance.randrange(256)])])
        text = text[:start] + new + text[end:]
    return text or b" "
