"""The keys of each step of a warm-up, beside those that every step has."""

from __future__ import annotations

from batchgame.classroom.lesson import HINTED
from batchgame.tui.game.keys import Offer
from batchgame.tui.text.catalogue import Catalogue

CLOCKED = ("vote", "vote again", "talk")


def step_offers(kind: str, say: Catalogue, revealed: bool, bars: bool, race: bool) -> list[Offer]:
    """Return what the keys do in a step. bars: there is something to reveal. race: the part has one."""
    found: list[Offer] = []
    count, empty = Offer("digit:1", say("warmup.key_count"), cap="0-9"), Offer("again", say("warmup.key_empty"))
    if kind in ("vote", "vote again", "saw"):
        if not revealed:
            found = [count, Offer("up", say("warmup.key_option"), cap="↑↓")]
        if bars:
            found.append(Offer("show", say("warmup.key_hide" if revealed else "warmup.key_reveal")))
        found += [] if revealed else [empty]
    elif kind == "pick":
        found = [count, Offer("up", "B", cap="↑↓"), Offer("faster", "λ", cap="+ -"), empty]
    elif kind == "race":
        found = [
            Offer("pause", say("key.pause")), Offer("faster", say("key.speed"), cap="+ -"),
            Offer("again", say("key.again")),
        ]  # fmt: skip
    elif kind == "map":
        found = [Offer("map", say("warmup.key_heat"))]
    if kind in CLOCKED:
        found.append(Offer("clock", say("warmup.key_clock")))
    if race and kind in HINTED:
        found.append(Offer("hint", say("key.hint")))
    return found
