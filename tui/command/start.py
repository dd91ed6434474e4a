"""The game on a screen: from checked options to the running application, and back to the terminal as it was."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from batchgame.tui.command.exits import ending_by_signal, where
from batchgame.tui.command.flags import kept_until_the_end
from batchgame.tui.command.terminal import detect
from batchgame.tui.command.terminal_gone import standard_files
from batchgame.tui.draw.look import look
from batchgame.tui.draw.width import Folds
from batchgame.tui.game.order import first_route
from batchgame.tui.game.route import Go
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.score.progress import Progress
from batchgame.tui.text.choices import Theme

if TYPE_CHECKING:
    from batchgame.tui.game.app import BatchgameApp

THEMES: dict[str, Theme] = {"dark": "dark", "light": "light"}  # the names that a progress file may hold
COLOR_SYSTEMS = {"true": "truecolor", "256": "256", "16": "standard", "mono": "standard"}


def play(options: PlayOptions, first: Callable[[Session], Go] = first_route) -> int:
    """Play until the player leaves, and return the exit status. first: what the game opens with."""
    capabilities = detect(options.colors, options.ascii)
    # Textual reads its variables once, when it is imported: `_application` does that after they are set.
    os.environ["TEXTUAL_COLOR_SYSTEM"] = COLOR_SYSTEMS[capabilities.colors]
    if capabilities.colors == "mono":
        os.environ["NO_COLOR"] = "1"
    else:
        os.environ.pop("NO_COLOR", None)
    for name in ("COLUMNS", "LINES"):  # Textual and Rich would take them for the size of the window
        os.environ.pop(name, None)

    progress = Progress.in_memory() if options.kiosk else Progress.open()
    theme = options.theme or THEMES.get(progress.theme or "", capabilities.theme)
    folds: Folds = "ascii" if capabilities.ascii else ""
    session = Session(options, look(capabilities.colors, folds, theme), progress)
    if options.plane:
        session.expect_plane()  # while Textual is imported
    with kept_until_the_end(sys.stdin.fileno()) as set_flags_back:
        app = _application(options)(session, first(session))

        def drop() -> None:
            set_flags_back()
            session.drop()

        with ending_by_signal(app.leave_soon, drop, standard_files()):
            try:
                status = app.run()
            finally:
                session.close(patient=app.return_code == 0)
        if app.mistake:
            if not options.kiosk:
                sys.stderr.write(where(app.mistake))
            raise app.mistake
        # After a signal there may be nobody who reads it.
        if app.desk.last_race and not options.kiosk and not app.return_code:
            print(app.desk.last_race, flush=True)
    return app.return_code or 0 if status is None else status


def _application(options: PlayOptions) -> type[BatchgameApp]:
    _import_asyncio()
    if options.kiosk:
        from batchgame.tui.game.kiosk_app import KioskApp

        return KioskApp
    from batchgame.tui.game.app import BatchgameApp

    return BatchgameApp


def _import_asyncio() -> None:
    """Import asyncio without TLS, which takes 6 ms before the first frame and is never used in a terminal."""
    if "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]  # an import of it fails, and asyncio does without
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]
