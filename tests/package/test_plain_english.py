"""Docstrings say something: none is empty or under four words."""

import ast
from collections.abc import Iterator
from pathlib import Path

from imports_of import PACKAGES, ROOT

FEWEST_WORDS = 4


def docstrings(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of every docstring of a file."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node)
            if text is not None:
                yield node.body[0].lineno, text


def test_no_docstring_is_empty_or_under_four_words() -> None:
    files = [file for top in (*PACKAGES, "bench") for file in sorted((ROOT / top).rglob("*.py"))]
    offenders = [
        f"{file.relative_to(ROOT)}:{line}: {text!r}"
        for file in files
        for line, text in docstrings(file)
        if len(text.split()) < FEWEST_WORDS
    ]
    assert not offenders, "\n".join(offenders)
