"""The sources of claims: papers, lectures and documentation, and what each says.

A claim cites a source as `keskar-2017`, or with a detail as `keskar-2017, table 2`. The prefix `against: ` says that
the source disagrees with the claim. A file may define sources of its own under `references`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import tomli

from batchgame.scenarios.reading.reference import Reference

_FILE = Path(__file__).with_name("sources.toml")
_AGAINST = "against:"
_ARXIV = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+/\d{7})")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")


class Citation(NamedTuple):
    """One entry of a claim's sources: which source, a detail such as a table, and whether it disagrees.

    reference: None if nothing defines the source; `text` is then what the file says.
    """

    text: str
    reference: Reference | None
    detail: str
    is_against: bool


@cache
def known() -> dict[str, Reference]:
    """Read the sources that come with the game, by identifier."""
    return msgspec.convert(tomli.loads(_FILE.read_text(encoding="utf-8")), dict[str, Reference])


def cited(entry: str, own: Mapping[str, Reference]) -> Citation:
    """Find the source of an entry by its identifier, its arXiv number, or its first author and year.

    own: the sources that the file itself defines.
    """
    is_against = entry.strip().lower().startswith(_AGAINST)
    text = entry.strip()[len(_AGAINST) :].strip() if is_against else entry.strip()
    identifier, _, detail = text.partition(",")
    everything = {**known(), **own}
    found = everything.get(identifier.strip().lower())
    if found:
        return Citation(text, found, detail.strip(), is_against)
    return Citation(text, _by_citation(text, everything.values()), "", is_against)


def _by_citation(text: str, everything: Iterable[Reference]) -> Reference | None:
    """Find the source that a full citation means. What it says of arXiv number and year must agree with the source."""
    for reference in everything:
        cite = reference.cite.en
        number, own_number = _ARXIV.search(text), _ARXIV.search(cite)
        if _author(text) != _author(cite) or (number and (not own_number or own_number[0] != number[0])):
            continue
        if (number or reference.year in (_years(text) or {reference.year})) and _lecture(text) in ("", _lecture(cite)):
            return reference
    return None


def _author(citation: str) -> str:
    """Return the family name of the first author: the word before a comma, a year, `et al.` or `and`."""
    head = re.split(r",| et al| and | documentation|\d", citation)[0].split()
    return head[-1].lower() if head else ""


def _years(citation: str) -> set[int]:
    return {int(year) for year in _YEAR.findall(citation)}


def _lecture(citation: str) -> str:
    match = re.search(r"lecture on ([a-z ]+)", citation)
    return match[1].strip() if match else ""


def shown(entry: str, own: Mapping[str, Reference], language: str, against: str) -> str:
    """Write an entry for a reader. against: the word that says that a source disagrees, with its colon."""
    citation = cited(entry, own)
    reference = citation.reference
    # A full citation is shown as the file has it: it may name a table or a figure.
    by_name = reference is not None and not citation.text.startswith(reference.cite.en)
    text = reference.cite[language] if reference and (by_name or citation.text == reference.cite.en) else citation.text
    detail = f", {citation.detail}" if citation.detail else ""
    return f"{against if citation.is_against else ''}{text}{detail}"
