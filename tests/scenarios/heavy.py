"""Files of a megabyte that are cheap to write and dear to parse, by what each repeats, and the memory they take."""

from __future__ import annotations

import random
import re
import resource
import sys
from collections.abc import Callable
from pathlib import Path

SIZE = 990_000


def fill(unit: str, begin: str = "", end: str = "") -> str:
    """Repeat a text until the file is full."""
    return begin + unit * ((SIZE - len(begin) - len(end)) // len(unit.encode())) + end


def numbered(line: Callable[[int], str]) -> str:
    """Add lines with a number in each until the file is full."""
    lines: list[str] = []
    size = 0
    while size < SIZE:
        lines.append(line(len(lines)))
        size += len(lines[-1])
    return "".join(lines[:-1])


def parts(number: int, dot: str, quote: str = "") -> str:
    return dot.join(f"{quote}{number:x}x{part}{quote}" for part in range(90))


HEAVY: dict[str, Callable[[], str]] = {
    "dotted keys": lambda: numbered(lambda n: f"{parts(n, '.')} = 1\n"),
    "dotted keys with blanks": lambda: numbered(lambda n: f"{parts(n, ' . ')} = 1\n"),
    "dotted keys in quotes": lambda: numbered(lambda n: f"""{parts(n, ".", '"')} = 1\n"""),
    "dotted keys like decimals": lambda: numbered(lambda n: f"{' . '.join(f'1.{n}' for _ in range(40))} = 1\n"),
    "dotted keys in an inline table": lambda: f"a = {{{numbered(lambda n: f'{parts(n, chr(46))} = 1, ')[:-2]}}}",
    "one dotted key": lambda: fill("a.", end="a = 1"),
    "tables": lambda: numbered(lambda n: f"[a{n}]\n"),
    "tables with comments": lambda: numbered(lambda n: f"[a{n}] # comment\r\n"),
    "tables in quotes": lambda: numbered(lambda n: f"['a,{n}']\n"),
    "a list of tables": lambda: fill("[[a]]\n"),
    "inline tables": lambda: fill("{a=0},", "a = [", "]"),
    "keys": lambda: numbered(lambda n: f"a{n} = 1\n"),
    "lists by name": lambda: numbered(lambda n: f"a{n} = []\n"),
    "lists": lambda: fill("[],", "a = [", "]"),
    "points": lambda: fill("[0.5, 1.5],\n", "a = [\n", "]"),
    "whole numbers": lambda: fill("0,", "a = [", "]"),
    "numbers": lambda: fill("1e1,", "a = [", "]"),
    "texts": lambda: fill("'',", "a = [", "]"),
    "dates": lambda: fill("2022-03-04T05:06:07.5+01:23,\n", "a = [", "]"),
    "numbers below long keys": lambda: fill("0,", ".".join("k" * 60 + f"{n:02}" for n in range(20)) + " = [", "]"),
    "a long key": lambda: fill("k", end=" = 1"),
    "a long key over numbers": lambda: fill("0,", "k" * (SIZE // 2) + " = [", "]"),
    "blank lines": lambda: fill("\n"),
    "comments": lambda: fill("#\n"),
    "escapes": lambda: fill("\\n", 'a = "', '"'),
    "escaped marks": lambda: fill("\\u0301\\u0323", 'a = "', '"'),
    "marks": lambda: fill("\u0301\u0323", 'a = "e', '"'),
    "short marks": lambda: fill("e" + "\u0301\u0323" * 14, 'a = "', '"'),
    "a text without an end": lambda: fill('\\"""\n', 'a = """\n'),
    "quotes": lambda: fill('"'),
    "apostrophes": lambda: fill("'"),
    "a whole number": lambda: fill("9", "a = "),
    "a hexadecimal number": lambda: fill("f", "a = 0x"),
    "a decimal": lambda: fill("1", "a = 1."),
    "an exponent": lambda: fill("1", "a = 1e"),
    "underscores": lambda: fill("_1", "a = 1"),
    "long numbers": lambda: fill("1." + "1" * 9000 + ",", "a = [", "]"),
    "brackets": lambda: fill("[", "a = "),
    "braces": lambda: fill("{a=", "a = "),
    "blanks": lambda: fill(" ", "a ="),
    "NUL": lambda: fill("\0"),
}


def begin_of_heavy(chance: random.Random) -> str:
    """Return the begin of one of them, which may stay below the limits."""
    return chance.choice(list(HEAVY.values()))()[: chance.randrange(1, 60_000)]


def megabytes() -> float:
    """Return the most memory that this process has had, in MB. The other number has that of its parent in it."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text()) if status.exists() else None
    if found:
        return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
