"""The tags of the wheel. Only setuptools loads this file, while it builds one: pyproject.toml names the class."""

import sysconfig
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from setuptools.command.bdist_wheel import bdist_wheel


class Wheel(bdist_wheel):
    """A wheel with the tags of what it holds: this platform's with the engine in C, every platform's without it.

    The engine is optional, so its tags are known after the compiler has run. setuptools decides before.
    """

    def finalize_options(self) -> None:
        """Ask for one wheel for all later Pythons, except where Python has no GIL and with it no stable ABI."""
        if sysconfig.get_config_var("Py_GIL_DISABLED"):
            self.py_limited_api = False
        super().finalize_options()

    def get_tag(self) -> tuple[str, str, str]:
        """Return the tags for Python, ABI and platform.

        An editable install has no such folder: its wheel is never handed on, and it keeps the tags of setuptools.
        """
        contents = Path(self.bdist_dir)
        if contents.is_dir():
            compiled = [file for file in contents.rglob("*") if file.name.endswith(tuple(EXTENSION_SUFFIXES))]
            self.root_is_pure = not compiled
        tags: tuple[str, str, str] = super().get_tag()
        return tags
