"""Races too large for a frame: a thread computes them with the same result, and a notice says when they are slow."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from pathlib import Path

import pytest
from cells import glyph_rows
from driving import LANGUAGES, playing

from batchgame.scenarios.reading.library import find
from batchgame.scenarios.text.numbers import grouped
from batchgame.tui.race import threaded
from batchgame.tui.race.conductor import Conductor
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round
from batchgame.tui.race.threaded import LARGE, ThreadedConductor


def conducting(kind: type[Conductor], batch_size: int = 4, momentum: float = 0.5) -> Conductor:
    round_ = Round(*find("saddle"), PlayOptions(batch_size=batch_size, momentum=momentum))
    return kind(round_.problem, round_.lanes(), parallel=1, seed=0, trajectories=60, engine="numpy")


def to_the_end(conductor: Conductor) -> int:
    """Let the race end, and return the number of ticks that it took."""
    conductor.skip()
    for ticks in range(1, 20_000):
        conductor.tick(0.01)
        conductor.wait()
        if conductor.over:
            return ticks
    raise AssertionError("it never ends")


def test_the_same_race_as_at_once() -> None:
    at_once, beside = conducting(Conductor), conducting(ThreadedConductor)
    to_the_end(at_once)
    to_the_end(beside)
    assert beside.outcomes() == at_once.outcomes()
    assert beside.frame.over
    at_once.extend(10)
    beside.extend(10)
    assert not beside.over
    to_the_end(at_once)
    to_the_end(beside)
    assert beside.outcomes() == at_once.outcomes()


def test_a_race_that_is_over_early_goes_on_for_its_outcomes() -> None:
    beside = conducting(ThreadedConductor, 1, 0.9)
    to_the_end(beside)
    assert beside.frame.time < beside.frame.duration, "over before its time"
    assert all(lane.updates == lane.budget_updates for lane in beside.frame.lanes)


def test_a_pause_holds_and_one_update_is_one() -> None:
    beside = conducting(ThreadedConductor)
    beside.tick(2.0)
    assert beside.working
    beside.toggle_pause()
    beside.wait()
    held = beside.frame.time
    for _ in range(3):
        assert not beside.tick(5.0)
        assert not beside.working
    assert beside.frame.time == held
    before = sum(lane.updates for lane in beside.frame.lanes)
    due = beside.race.next_update()
    beside.one_update()
    beside.wait()
    assert beside.frame.time == due
    assert sum(lane.updates for lane in beside.frame.lanes) > before
    assert beside.paused


def test_one_update_is_made_also_if_the_thread_is_between_two() -> None:
    """What the thread is at moves the clock to a moment before the first update; the key still makes one."""
    beside = conducting(ThreadedConductor)
    beside.tick(0.01)
    assert beside.working
    beside.one_update()
    end = time.monotonic() + 60
    while beside.working:
        assert time.monotonic() < end
        beside.tick(0.0)
        time.sleep(0.001)
    assert sum(lane.updates for lane in beside.frame.lanes) == 1


def test_a_fork_waits_for_the_update_that_is_computed() -> None:
    beside = conducting(ThreadedConductor)
    beside.tick(1.0)
    words = beside.frame.lanes[0].lane.hyperparameters
    twin = beside.fork(words)
    assert isinstance(twin, ThreadedConductor)
    to_the_end(twin)
    ours, other = twin.frame.lanes
    assert (ours.updates, ours.solved) == (other.updates, other.solved)


def test_a_mistake_in_the_thread_ends_the_game_and_not_the_thread_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    beside = conducting(ThreadedConductor)

    def broken(_: int) -> None:
        raise MemoryError

    monkeypatch.setattr(beside.race, "advance", broken)
    beside.tick(1.0)
    with pytest.raises(MemoryError):
        beside.wait()


def test_which_races_are_large() -> None:
    round_ = Round(*find("saddle"), PlayOptions())
    words = {"parallel": 1, "seed": 0, "engine": "numpy"}
    assert type(threaded.conductor(round_.problem, round_.lanes(), trajectories=1000, **words)) is Conductor
    large = threaded.conductor(round_.problem, round_.lanes(), trajectories=LARGE, **words)
    assert isinstance(large, ThreadedConductor)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_whole_round_beside_the_screen(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threaded, "LARGE", 1)

    async def play() -> None:
        async with playing(tmp_path, scenario="saddle", lang=lang, trajectories=50) as player:
            await player.to("run")
            assert isinstance(player.page.conductor, ThreadedConductor)
            await player.press("full_stop")
            await player.wait(
                lambda: sum(lane.updates for lane in player.page.conductor.frame.lanes) >= 1, "no update was computed"
            )
            await player.press("space", "f")
            assert player.step == "fork"
            await player.press("escape")
            await player.to("result")
            assert player.grid().clipped == []
            await player.press("plus")
            await player.to("result")
            assert player.grid().clipped == []

    asyncio.run(play())


@pytest.mark.share(2)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40)])
def test_what_is_too_slow_is_said_once_and_clearly(
    size: tuple[int, int], lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threaded, "LARGE", 1)

    async def play() -> None:
        async with playing(tmp_path, size=size, scenario="saddle", lang=lang, trajectories=50) as player:
            await player.to("run")
            conductor = player.page.conductor
            conductor.toggle_pause()
            conductor.wait()
            conductor._mean, conductor._worked = 0.55, 20.0
            player.page.event, player.page.said = None, ""
            notice = glyph_rows(player.grid())[-2]
            assert "50" in notice
            assert "1.8" in notice
            assert "15" in notice
            assert re.search(rf"(?<!\d){round(50 * 1.8 / 15)}(?!\d)", notice)
            if size[0] >= 80:
                assert player.grid().clipped == []
            conductor._mean = 0.02
            assert "1.8" not in glyph_rows(player.grid())[-2]

    asyncio.run(play())


def test_large_counts_are_grouped() -> None:
    assert [grouped(count) for count in (7, 1000, 12_000, 1_000_000)] == ["7", "1000", "12 000", "1 000 000"]


def test_keys_do_not_wait_for_an_update() -> None:
    """Tick while the thread is busy: the call comes back with nothing new, before the thread is done."""
    beside = conducting(ThreadedConductor)
    go, may_go_on = beside.race.advance, threading.Event()

    def slow(until: int) -> None:
        time.sleep(0.3)
        assert may_go_on.wait(60)
        go(until)

    beside.race.advance = slow  # type: ignore[method-assign]
    beside.tick(1.0)
    frame = beside.frame
    assert beside.working
    assert not beside.tick(0.1)
    assert beside.frame is frame
    may_go_on.set()
    beside.wait()
    assert beside.frame is not frame
    assert beside.frames_per_second is not None
    assert beside.frames_per_second < 4


def test_the_thread_goes_on_while_the_screen_is_busy() -> None:
    """Otherwise a frame that takes a little longer than a tick would cost two ticks."""
    beside = conducting(ThreadedConductor)
    beside.tick(0.01)
    beside.wait()
    beside.skip()
    beside.tick(0.0)
    end, waiting = time.monotonic() + 60, beside.frame
    while not beside._news.is_set() or beside.race.time <= beside._done.time:  # type: ignore[union-attr]
        assert beside.frame is waiting, "only a tick takes a frame"
        assert time.monotonic() < end, "the thread waits for the screen"
        time.sleep(0.001)
    assert beside.tick(0.0)
    assert beside.frame.time > waiting.time
    to_the_end(beside)


def test_a_pause_ends_the_thread_however_far_it_is_behind() -> None:
    beside = conducting(ThreadedConductor)
    beside.skip()
    beside.tick(0.0)
    beside.toggle_pause()
    beside.wait()
    assert not beside.working
    assert beside.frame.time == beside.race.time < beside.race.duration
    beside.toggle_pause()
    to_the_end(beside)


@pytest.mark.share(2)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40)])
@pytest.mark.parametrize("scenario", ["saddle", "ravine"])
def test_curves_of_a_sample_say_so(
    scenario: str, size: tuple[int, int], lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A race with more trajectories than its quantiles are taken from says how many they are."""
    said = {"en": "first 37 runs", "zh-TW": "前 37 條"}[lang]

    async def play(folder: Path, shown: bool) -> None:
        folder.mkdir()
        async with playing(folder, size=size, scenario=scenario, lang=lang, trajectories=50) as player:
            await player.to("run")
            assert (said in "\n".join(glyph_rows(player.grid()))) == shown
            if size[0] >= 80:
                assert player.grid().clipped == []

    asyncio.run(play(tmp_path / "all", False))
    monkeypatch.setattr("batchgame.sim.race.SAMPLE", 37)
    asyncio.run(play(tmp_path / "some", True))
