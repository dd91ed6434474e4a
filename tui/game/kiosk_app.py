"""The game with Textual's own ways out shut: palette, pictures, files, links, clipboard, suspend."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from textual.app import SuspendNotSupported
from textual.driver import Driver

from batchgame.tui.game.app import BatchgameApp


class KioskApp(BatchgameApp):
    """Everything here exists in Textual and does nothing in a kiosk, whoever calls it."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False  # what is selected can be copied

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.features = frozenset()
        logging.disable()  # asyncio tells of a task's mistake on stderr, files and all

    def action_command_palette(self) -> None:
        """Open no palette in a kiosk."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Save no pictures in a kiosk."""

    def save_screenshot(self, *_: Any, **__: Any) -> NoReturn:
        """Save no pictures in a kiosk."""
        raise PermissionError("kiosk")

    def deliver_screenshot(self, *_: Any, **__: Any) -> None:
        """Save no pictures in a kiosk."""

    def deliver_text(self, *_: Any, **__: Any) -> None:
        """Deliver no files in a kiosk."""

    def deliver_binary(self, *_: Any, **__: Any) -> None:
        """Deliver no files in a kiosk."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open no links in a kiosk."""

    def copy_to_clipboard(self, text: str) -> None:
        """Touch no clipboard in a kiosk."""

    def action_suspend_process(self) -> None:
        """No shell behind the game."""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """No shell behind the game."""
        raise SuspendNotSupported("kiosk")
        yield

    def get_driver_class(self) -> type[Driver]:
        """Return the game's own driver, with everything shut that it could open."""
        return _shut(super().get_driver_class())


def _shut(driver: type[Driver]) -> type[Driver]:
    class KioskDriver(driver):  # type: ignore[misc, valid-type]
        can_suspend = False

        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            if sys.platform != "win32":
                signal.signal(signal.SIGTSTP, signal.SIG_IGN)

        def open_url(self, url: str, new_tab: bool = True) -> None:
            """Open no links in a kiosk."""

        def deliver_binary(self, *_: Any, **__: Any) -> None:
            """Deliver no files in a kiosk."""

    return KioskDriver
