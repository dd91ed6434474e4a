"""The table of docs/terminals.md: made from what tests have proven, and compared with the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "terminals.md"
BEGIN, END = "<!-- made by tests/package/test_ssh_terminals.py -->\n", "<!-- to here -->\n"
SCREEN, COLOURS, CHARACTERS = "screen", "colours", "characters"
ROUND, RESIZE, STOP, CUT, LEFT = "round", "resize", "stop", "cut", "left"
COLUMNS = {
    SCREEN: "screen",
    COLOURS: "colours",
    CHARACTERS: "characters",
    ROUND: "a whole round",
    RESIZE: "resized",
    STOP: "stopped and continued",
    CUT: "line cut",
    LEFT: "left as found",
}
COLOUR_NAMES = {"true": "true colour", "256": "256", "16": "16", "mono": "none"}
Row = tuple[str, str]  # TERM and LANG


class Proofs:
    """The results of this run by terminal and column."""

    def __init__(self) -> None:
        self.cells: dict[Row, dict[str, str]] = {}

    def note(self, row: Row, column: str, what: str) -> None:
        """Set the text of a cell."""
        self.cells.setdefault(row, {})[column] = what

    @contextmanager
    def of(self, row: Row, column: str) -> Iterator[None]:
        """Set a cell to "yes" if nothing fails meanwhile, and to "no" otherwise."""
        self.note(row, column, "no")
        yield
        self.note(row, column, "yes")

    def missing(self, rows: list[Row]) -> list[Row]:
        """Return the rows in which a cell is missing."""
        return [row for row in rows if self.cells.get(row, {}).keys() != COLUMNS.keys()]


def table(cells: Mapping[Row, Mapping[str, str]], rows: list[Row]) -> str:
    """Return the rows in this order as a table in Markdown."""
    titles = ["TERM", "LANG", *COLUMNS.values()]
    lines = [titles, ["---"] * len(titles)]
    lines += [[*(f"`{name}`" for name in row), *(cells[row][column] for column in COLUMNS)] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def document(made: str, text: str) -> str:
    """Return the text of the document with this table in the place of its own."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n{made}\n{END}{rest.partition(END)[2]}"
