"""Textual's driver for Unix, made to survive what comes in as keys.

Its parser fails on some escape sequences (`ESC [ : u`) and on bytes that are no UTF-8, and a failure ends the game:
a paste, a key of an unknown keyboard or a terminal set to another encoding would do.
"""

import errno

from textual.drivers.linux_driver import LinuxDriver


class SteadyDriver(LinuxDriver):
    """Drops what can't be read, and reads on."""

    def _run_input_thread(self) -> None:
        while not self.exit_event.is_set():
            try:
                self.run_input_thread()
            except OSError as error:  # the line is cut
                lost = OSError(error.errno or errno.EIO, "the terminal can't be read any more")
                self._app.call_later(self._app._handle_exception, lost)
                return
            except Exception:
                continue
