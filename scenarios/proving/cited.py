"""How far a claim reaches, and whether its sources carry it that far."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from batchgame.scenarios.proving.topics import apart
from batchgame.scenarios.reading.format import Badge, Scenario, Stage
from batchgame.scenarios.reading.reference import Reference
from batchgame.scenarios.reading.sources import cited
from batchgame.scenarios.reading.text import Text

_HERE = re.compile(
    r"\b(in|for) this (model|picture|landscape|race|game)\b|在這個?(模型|圖|地形|遊戲|關卡)", re.IGNORECASE
)
_OPEN = re.compile(
    r"\b(is|are|remains?) (still )?(an? )?(open|debated|disputed|controversial|unsettled|unknown)\b"
    r"|仍有爭議|還有爭議|沒有定論|尚無定論|尚待研究|眾說紛紜", re.IGNORECASE
)  # fmt: skip
_OWN_KNOB = re.compile(r"[λη] = (?!0\b(?!\.))\d*\.?\d+|\bmomentum (of )?0?\.\d+|動量(是|為|用)? ?0?\.\d+")
_PLACE = re.compile(r"\{(\w+)\}")
_MODEL_PLACES = re.compile(r"(you|full|one)_\w+|budget|solution_\w+|default_\w+|radius|hold|start_[xy]|largest_shift")
_RUNS = {"solved", "diverged", "median_updates", "median_epochs", "median_time", "final_loss", "fresh_lower"}


def reaches(
    badge: Badge, statement: Text, sources: Sequence[str], own: Mapping[str, Reference], *, proved: bool,
    measured: Mapping[str, str], reader: bool = False, ran: bool = False,
) -> Iterator[str]:  # fmt: skip
    """Find a badge that says more than the claim has. measured: the measure of each figure, by name.

    proved: whether there is a check beside the claim. ran: whether one of them runs a pick.
    """
    found = [cited(source, own) for source in sources]
    for citation in found:
        if citation.reference is None:
            yield f"unknown source {citation.text!r}: name one of the list, or define it under [references]"
        elif citation.reference.year > date.today().year:
            yield f"the source {citation.text!r} is from {citation.reference.year}, which is in the future"
    known = [citation for citation in found if citation.reference is not None]
    for citation in known:
        if citation.reference and (topic := apart(statement, citation.reference)):
            yield f"the source {citation.text!r} is about {topic[1]}, and the claim about {topic[0]}"
    sides = {citation.is_against for citation in known}
    places = set(_PLACE.findall(statement.en))
    if badge == "IN THIS MODEL" and not proved and not reader:
        yield "a claim about this model needs a check"
    if badge == "DEBATED" and sides != {True, False}:
        missing = "against it" if True not in sides else "for it"
        yield f'DEBATED needs a source for and one against, and none {missing} is given (write "against: …")'
    if badge == "FACT":
        if not sides:
            yield "FACT needs a source: a run of this model proves nothing beyond it"
        if True in sides:
            yield "FACT has a source against it: that is DEBATED"
        if _HERE.search(statement.en) or _HERE.search(statement.zh_tw):
            yield "FACT speaks of this model: that is IN THIS MODEL"
        if _OPEN.search(statement.en) or _OPEN.search(statement.zh_tw):
            yield "FACT says itself that it is not settled: that is DEBATED"
        if ran and (knob := _OWN_KNOB.search(statement.en) or _OWN_KNOB.search(statement.zh_tw)):
            yield f"FACT names a pick of this model, {knob[0]!r}, and is proved by its runs: that is IN THIS MODEL"
        own_places = {name for name in places if measured.get(name) in _RUNS or _MODEL_PLACES.fullmatch(name)}
        if own_places:
            yield f"FACT shows {{{min(own_places)}}}, which this model measures: that is IN THIS MODEL"


def claims(scenario: Scenario, stage: Stage) -> Iterator[tuple[str, str]]:
    """Yield where a claim of a stage says more than its sources and checks carry, and what."""
    measured = {name: figure.measure for name, figure in stage.figures.items()}
    for index, claim in enumerate(stage.claims):
        for what in reaches(
            claim.badge, claim.statement, claim.sources, scenario.references, proved=bool(claim.checks),
            measured=measured, reader=claim.reader, ran=any(check.measure in _RUNS for check in claim.checks),
        ):  # fmt: skip
            yield f"claims[{index}]", what
    for source in scenario.sources:
        if cited(source, scenario.references).reference is None:
            yield "sources", f"unknown source {source!r}: name one of the list, or define it under [references]"
    for name, figure in stage.figures.items():
        if figure.times != 1 and figure.why is None:
            yield f"figures.{name}", f"times = {figure.times:g}: say in `why` what this factor is"
