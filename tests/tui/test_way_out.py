"""Esc leads from every page to the menu, whatever was pressed before: a player is never trapped."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from batchgame.scenarios.reading import exercise
from batchgame.tui.draw.look import look
from batchgame.tui.game.desk import Desk
from batchgame.tui.game.order import first_route
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.score.progress import Progress

WALKS = 12  # from the first page on
STRAIGHT, ABOUT = 24, 8  # keys: as many at most straight on, and then about at random
ON = ("next", "digit:1")
MOST = 6  # times Esc: help, a hint, a full-screen map, the page under it, and two more


def desk_of(folder: Path, name: str) -> Desk:
    session = Session(PlayOptions(scenario=name, lang="en", trajectories=20), look("true"), Progress.open(folder))
    session.warm = True
    return Desk(session, first_route(session))


def offered(desk: Desk) -> list[str]:
    """Return the keys that the page offers now, but for those that leave it; Enter before an answer."""
    actions = {offer.action for offer in desk.page.offers() if offer.live} - {"quit", "back"}
    return sorted(actions, key=lambda action: (action != "next", action))


def press(desk: Desk, action: str) -> str:
    """Press one key, let a moment pass, and return where it was pressed."""
    where = f"{type(desk.page).__name__} {action}"
    desk.press(action)
    desk.page.tick(0.2)
    return where


def walk(desk: Desk, chance: random.Random) -> list[str]:
    """Go some way straight on, then press what the pages offer, hints above all; return the keys."""
    pressed = []
    for _ in range(chance.randrange(STRAIGHT)):
        pressed.append(press(desk, next((action for action in offered(desk) if action in ON), "digit:8")))
    for _ in range(chance.randrange(ABOUT)):
        pressed.append(press(desk, chance.choice([*offered(desk), "left", "up", "next", "hint", "hint"])))
    return [*pressed, press(desk, "hint")]


@pytest.mark.parametrize("name", [*exercise.names(), "saddle"])
def test_esc_leads_out(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)
    desk = desk_of(tmp_path, name)
    try:
        for _ in range(WALKS):
            desk.follow(first_route(desk.session))
            pressed = walk(desk, chance)
            for _ in range(MOST):
                if type(desk.page).__name__ != "MenuPage":
                    desk.press("back")
            assert type(desk.page).__name__ == "MenuPage", pressed
    finally:
        desk.session.close(patient=False)
