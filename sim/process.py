"""The command line of a Python process that runs a function of this package."""

from __future__ import annotations

import sys


def python(module: str, *arguments: str, options: tuple[str, ...] = ("-P",)) -> list[str]:
    """Return the words that start this interpreter and call `main` of a module with these texts.

    The process gets this one's `sys.path`: whatever can be imported here can be imported there, also from an archive.
    """
    code = f"import sys; sys.path[:] = sys.argv[{1 + len(arguments)}:]; from {module} import main; main"
    call = f"{code}(*sys.argv[1:{1 + len(arguments)}])"
    return [sys.executable, *options, "-c", call, *arguments, *sys.path]
