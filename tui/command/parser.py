"""argparse with this command's messages."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn

from batchgame.tui.command.argument_types import UsageError, shown, suggestion
from batchgame.tui.screen.size import window

STDOUT = 1


def _help(prog: str) -> argparse.HelpFormatter:
    """Return a formatter of help for the terminal that reads it, or for 80 columns. argparse would obey COLUMNS."""
    return argparse.HelpFormatter(prog, width=window((STDOUT,)).columns - 2)


class Parser(argparse.ArgumentParser):
    """An argparse parser that raises UsageError for a mistake, names the nearest option and takes no abbreviations."""

    def __init__(self, command: str, description: str) -> None:
        super().__init__(
            prog=f"batchgame {command}".strip(), description=description, allow_abbrev=False, formatter_class=_help
        )

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """Return the values of a command line. Raises UsageError, or SystemExit(0) after --help."""
        values, rest = self.parse_known_args(self._joined(words))
        if rest:
            self._refuse(rest[0])
        return values

    def plain_words(self, words: Sequence[str]) -> list[str]:
        """Return the words of a command line that are neither options nor values of options."""
        valued = {name for action in self._actions if action.nargs is None for name in action.option_strings}
        pairs = zip(["", *words], words, strict=False)
        return [word for before, word in pairs if not word.startswith("-") and before not in valued]

    def error(self, message: str) -> NoReturn:
        """Raise UsageError for a mistake that argparse has found."""
        raise UsageError(f"{shown(message.removeprefix('argument '), 120)}; see `{self.prog} --help`")

    def _joined(self, words: Sequence[str]) -> list[str]:
        """Join each option and its value, because argparse takes the value of `--momentum -inf` for an option.

        An unknown option is refused first: to hear of a misspelt option helps more than to hear of a missing one.
        """
        valued = {name for action in self._actions if action.nargs is None for name in action.option_strings}
        known = {name for action in self._actions for name in action.option_strings}
        joined: list[str] = []
        for word in words:
            if joined and joined[-1] in valued and not word.startswith("--"):
                joined[-1] += f"={word}"
                continue
            if word.startswith("--") and word != "--" and word.partition("=")[0] not in known:
                self._refuse(word)
            joined.append(word)
        return joined

    def _refuse(self, word: str) -> NoReturn:
        if not word.startswith("-"):
            raise UsageError(f"one word too many: {shown(word)}; see `{self.prog} --help`")
        option = word.partition("=")[0]
        known = [name for action in self._actions for name in action.option_strings]
        guess = suggestion(option, known) or f"; see `{self.prog} --help`"
        raise UsageError(f"{self.prog} has no option {shown(option)}{guess}")


class Chooser(Parser):
    """A parser that leaves a command line to another one if the other's name is neither an option nor a value."""

    def __init__(self, command: str, description: str, others: Mapping[str, Callable[[], Parser]]) -> None:
        super().__init__(command, description)
        self._others = others

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """Return the values of a command line, as its own parser reads it."""
        for name in self.plain_words(words):
            if name in self._others and name in (other := self._others[name]()).plain_words(words):
                return other.read(words)
        return super().read(words)
