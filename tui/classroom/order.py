"""A command of the teacher's from the shell, to a class that is being given: one line in, one line out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from batchgame.classroom.wire.contract import Line

if TYPE_CHECKING:
    from batchgame.tui.classroom.host import Host


class Order:
    """An order that came from a shell; the answer begins with "ok " or "no ".

    Orders are `close`, `tally` with the hands for each option, `pick` with the hands for one batch size and momentum,
    and `lag`: how late the loop ticks, in milliseconds.
    """

    def __init__(self, host: Host, words: str, line: Line) -> None:
        self._task = asyncio.ensure_future(self._obey(host, words.split(), line))

    async def _obey(self, host: Host, words: list[str], line: Line) -> None:
        try:
            line.end(await self._said(host, words))
        except Exception as error:  # whatever it is, the shell is told and the class goes on
            line.end(f"no {type(error).__name__}: {error}")

    async def _said(self, host: Host, words: list[str]) -> str:
        if words[:1] == ["close"]:
            said = await host.close(keep="keep" in words)
            return f"ok {said}" if host.over.done() else f"no {said}"
        if words[:1] == ["tally"]:
            ask = host.room.asked() if host.room.step.takes_answers else None
            places = ask.places if ask else ()
            if not places or len(words) - 1 > len(places):
                return f"no this step takes {len(places)} counts"
            for place, hands in zip(places, words[1:], strict=False):
                await host.room.hands(place, int(hands))
            return f"ok hands counted: {sum(map(int, words[1:]))}"
        if words[:1] == ["pick"] and len(words) == 4:
            return await self._pick(host, int(words[1]), float(words[2]), int(words[3]))
        if words == ["lag"]:
            lags = sorted(host.hall.lags)
            return f"ok {1000 * lags[int(0.95 * (len(lags) - 1))]:.1f}" if lags else "no ticks yet"
        return "no such order"

    async def _pick(self, host: Host, batch_size: int, momentum: float, hands: int) -> str:
        ladders = host.hall.ladders()
        if ladders is None or host.room.step.kind != "pick":
            return "no this step takes no picks"
        if batch_size not in ladders.batch_size:
            return f"no --batch-size is one of {', '.join(map(str, ladders.batch_size))}"
        if momentum not in ladders.momentum:
            return f"no --momentum is one of {', '.join(map(str, ladders.momentum))}"
        await host.room.hand_picks(batch_size, momentum, hands)
        return f"ok hands counted: {hands}"

    def typed(self, data: bytes) -> None:
        """Read nothing after the order."""

    def resized(self, columns: int, rows: int) -> None:
        """Draw nothing at any size."""

    def gone(self) -> None:
        """Finish anyway: what was begun is done."""
