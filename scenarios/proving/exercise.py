"""The proof of an exercise: one answer to each question is right, and its proofs support answers and claims.

A proof is a function, so that a sentence is not compared with it. What is read in a sentence is compared with the other
language, and an answer that is a number with the numbers that its explanation shows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from math import isclose

from batchgame.scenarios.proving.cited import reaches
from batchgame.scenarios.proving.counted import bare_number, factors
from batchgame.scenarios.proving.finding import Finding, Progress, Unproved
from batchgame.scenarios.proving.polarity import opposed
from batchgame.scenarios.proving.sentences import batch_sizes, directions, is_negated, momenta
from batchgame.scenarios.proving.stage_text import KNOB
from batchgame.scenarios.reading import exercise as exercises
from batchgame.scenarios.reading.exercise import Card, Exercise, Proofs, Statement
from batchgame.scenarios.reading.rules import texts
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text import prose
from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.sim.networks.engine import network_engine


def check(exercise: Exercise, *, on_progress: Progress | None = None, left_out: Collection[str] = ()) -> list[Finding]:
    """Find everything that is wrong with an exercise. Its proofs import NumPy and the simulation.

    left_out: the names of proofs that are not run.
    """
    known, findings = exercises.proofs(exercise.name), list[Finding]()
    if unsure := known.unsure():
        names = ", ".join(sorted(unsure))
        findings.append(Unproved(exercise.name, f"the machine is busy, not proved now: {names}"))
    left_out = {*left_out, *unsure}
    parts: list[tuple[str, Card | Statement]] = [(card.name, card) for card in exercise.cards]
    parts += [(f"claims[{index}]", claim) for index, claim in enumerate(exercise.claims)]
    for done, (name, part) in enumerate(parts):
        where = f"{exercise.name}: {name}"
        if on_progress:
            on_progress(done, len(parts), where)
        if isinstance(part, Card):
            findings += _card(part, where, known, left_out)
        else:
            findings += _claim(part, where, known, left_out)
    return [*findings, *_texts(exercise, known)]


def slow_proofs(name: str) -> list[str]:
    """Return the proofs of an exercise that train networks, if there is no extension in C to make that quick."""
    trained = exercises.proofs(name).trained
    if not trained:
        return []
    return sorted(trained) if network_engine().name == "numpy" else []


def _card(card: Card, where: str, known: Proofs, left_out: Collection[str]) -> Iterator[Finding]:
    if sum(option.right for option in card.options) != 1:
        yield Finding(where, "one right answer needed")
    for index, option in enumerate(card.options):
        place = f"{where}.options[{index}]"
        if option.proof not in known.proofs:
            yield Finding(place, f"no proof {option.proof}")
        elif option.proof not in left_out and known.proofs[option.proof]() != option.right:
            says = "wrong" if option.right else "right"
            yield Finding(place, f"the proof {option.proof} says that this answer is {says}")
    yield from (Finding(where, what) for what in _miscounted(card, known))
    for what in reaches(card.badge, card.because, card.sources, {}, proved=True, measured={}):
        yield Finding(where, what)


def _claim(claim: Statement, where: str, known: Proofs, left_out: Collection[str]) -> Iterator[Finding]:
    for proof in claim.proofs:
        if proof not in known.proofs or (proof not in left_out and not known.proofs[proof]()):
            yield Finding(where, f"the proof {proof} does not hold")
    for what in reaches(
        claim.badge, claim.statement, claim.sources, {}, proved=bool(claim.proofs), measured={}, reader=claim.reader
    ):
        yield Finding(where, what)


def _miscounted(card: Card, known: Proofs) -> Iterator[str]:
    """Find a right answer that is a number which its explanation does not show, though it shows that of a wrong one."""
    if not any(option.right for option in card.options):
        return
    shown = {known.numbers[name]() for name in prose.placeholders(card.because.en) if name in known.numbers}
    for language in LANGUAGES:
        numbers = [bare_number(option.text[language], language) for option in card.options]
        told = {number for number in numbers if number is not None and f"{number:g}" in shown}
        if told and numbers[card.right] not in told:
            yield f"{language}: the right answer is not the number that `because` shows"


def _disagree(text: Text) -> Iterator[str]:
    """Find what one language says of picks, outcomes, directions and factors, and the other contradicts."""
    one, other = text.en, text.zh_tw
    if one == other or "?" in one:
        return
    yield from opposed(one, other, lambda part: bool(KNOB.search(part)))
    for kind, named, also in (
        ("batch size", batch_sizes(one, 0) - {0}, batch_sizes(other, 0) - {0}),
        ("momentum", momenta(one) - {0.0}, momenta(other) - {0.0}),
    ):
        if named and also and named.isdisjoint(also):
            yield f"{kind} {min(named):g} in English, {min(also):g} in Chinese"
    if is_negated(one, "en") == is_negated(other, "zh-TW"):
        ways = directions(one, "en"), directions(other, "zh-TW")
        yield from (
            f"the languages disagree: {ways[0][pair]} in English, {ways[1][pair]} in Chinese"
            for pair in ways[0].keys() & ways[1].keys()
            if ways[0][pair] != ways[1][pair]
        )
    counts = [value for value, _ in factors(one, "en")], [value for value, _ in factors(other, "zh-TW")]
    if all(counts) and not any(isclose(a, b) for a in counts[0] for b in counts[1]):
        yield f"the languages disagree on a factor: {counts[0][0]:g} in English, {counts[1][0]:g} in Chinese"


def _texts(exercise: Exercise, known: Proofs) -> Iterator[Finding]:
    for path, text in texts(exercise, exercise.name):
        places = {language: prose.placeholders(text[language]) for language in LANGUAGES}
        if path.startswith(f"{exercise.name}.words."):
            # The page fills these places with what it measures, so only the languages can be compared.
            if len(set(map(frozenset, places.values()))) > 1:
                yield Finding(path, "not the same places in every language")
            continue
        yield from (Finding(path, what) for what in _disagree(text))
        for language, found in places.items():
            missing = sorted(found - known.numbers.keys())
            if missing:
                yield Finding(f"{path}.{language}", f"unknown number {{{missing[0]}}}")
