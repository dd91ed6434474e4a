"""A class that is killed again and again: what it acknowledged is on disk, once, and everybody comes back."""

import asyncio
import random
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

import pytest
from giving import Process
from pupils import LOST, Pupil

KILLS, SEATS = 50, 60
STEP = 2  # the first vote of `escape`


def kept(process: Process) -> dict[str, int]:
    """Read the votes of the step as the file has them, by the digits under which the options are shown."""
    with sqlite3.connect(f"file:{process.folder.store}?mode=ro", uri=True) as file:
        rows = file.execute("SELECT seat, answer FROM vote WHERE step = ?", (STEP,)).fetchall()
    assert len({seat for seat, _ in rows}) == len(rows)
    places = process.places(STEP)
    return {seat: places.index(answer) + 1 for seat, answer in rows}


async def votes_until_killed(pupil: Pupil, chance: random.Random) -> None:
    """Change the own vote again and again, each time to another option."""
    while not pupil.gone:
        now = pupil.acknowledged.get(STEP, 0)
        answer = chance.choice([option for option in (1, 2, 3) if option not in (now, pupil.sent.get(STEP))] or [1])
        if not await pupil.vote(STEP, answer, 5):
            return
        await asyncio.sleep(chance.uniform(0, 0.2))


@pytest.mark.slow
def test_no_acknowledged_vote_is_lost_by_a_kill_and_none_is_there_twice(tmp_path: Path) -> None:
    process = Process(tmp_path)

    async def play() -> None:
        chance = random.Random(11)
        process.start()
        await process.until_it_answers()
        pupils = [Pupil(process.port) for _ in range(SEATS)]
        for pupil in pupils:
            assert await pupil.comes_back()
        async with process.console() as teacher:
            for _ in range(STEP):
                await asyncio.sleep(0.5)
                teacher.press("\r")
            await asyncio.sleep(0.5)
        back: list[float] = []
        for _ in range(KILLS):
            for pupil in pupils:
                assert await pupil.reads(lambda text: "How sure" in text), pupil.screen.text
            voting = [asyncio.ensure_future(votes_until_killed(pupil, chance)) for pupil in pupils]
            await asyncio.sleep(chance.uniform(0.2, 1.2))
            process.kill()
            await asyncio.gather(*voting)
            found = kept(process)
            for pupil in pupils:
                wanted = {pupil.acknowledged.get(STEP), pupil.sent.get(STEP)}
                assert found.get(pupil.seat) in wanted, (pupil.seat, found.get(pupil.seat), wanted)
                pupil.acknowledged[STEP] = pupil.sent[STEP] = found.get(pupil.seat, 0)
            process.start()
            began = time.perf_counter()
            assert all(await asyncio.gather(*(pupil.comes_back() for pupil in pupils)))
            back.append(time.perf_counter() - began)
            with suppress(*LOST):
                async with process.console() as teacher:
                    assert await teacher.sees("VOTE 1")
        print(f"{sum(pupil.count for pupil in pupils)} votes were acknowledged over {KILLS} kills, none lost")
        print(f"all back after {sorted(back)[len(back) // 2]:.1f} s (median), {max(back):.1f} s at most")
        for pupil in pupils:
            pupil.hang_up()

    try:
        asyncio.run(play())
    finally:
        process.stop()
