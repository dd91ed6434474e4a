"""The proof of an exercise: one answer to each question is right, and its proofs support answers and claims."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from batchgame.scenarios.proving.cited import reaches
from batchgame.scenarios.proving.finding import Finding, Progress
from batchgame.scenarios.reading import exercise as exercises
from batchgame.scenarios.reading.exercise import Card, Exercise, Proofs, Statement
from batchgame.scenarios.reading.rules import texts
from batchgame.scenarios.text import prose
from batchgame.scenarios.text.languages import LANGUAGES


def check(exercise: Exercise, *, on_progress: Progress | None = None, left_out: Collection[str] = ()) -> list[Finding]:
    """Find everything that is wrong with an exercise. Its proofs import NumPy and the simulation.

    left_out: the names of proofs that are not run.
    """
    known, findings = exercises.proofs(exercise.name), list[Finding]()
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
    from batchgame.sim.networks.engine import network_engine  # NumPy, which the first frame must not load

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
    for what in reaches(card.badge, card.because, card.sources, {}, proved=True, measured={}):
        yield Finding(where, what)


def _claim(claim: Statement, where: str, known: Proofs, left_out: Collection[str]) -> Iterator[Finding]:
    for proof in claim.proofs:
        if proof not in known.proofs or (proof not in left_out and not known.proofs[proof]()):
            yield Finding(where, f"the proof {proof} does not hold")
    for what in reaches(claim.badge, claim.statement, claim.sources, {}, proved=bool(claim.proofs), measured={}):
        yield Finding(where, what)


def _texts(exercise: Exercise, known: Proofs) -> Iterator[Finding]:
    for path, text in texts(exercise, exercise.name):
        places = {language: prose.placeholders(text[language]) for language in LANGUAGES}
        if path.startswith(f"{exercise.name}.words."):
            # The page fills these places with what it measures, so only the languages can be compared.
            if len(set(map(frozenset, places.values()))) > 1:
                yield Finding(path, "not the same places in every language")
            continue
        for language, found in places.items():
            missing = sorted(found - known.numbers.keys())
            if missing:
                yield Finding(f"{path}.{language}", f"unknown number {{{missing[0]}}}")
