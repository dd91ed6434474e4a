"""The imports of the whole house, read from syntax trees: at the top of files, inside functions, for types only."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGES = ("sim", "scenarios", "classroom", "tui")
TOP, FUNCTION, TYPES = "top", "function", "types"


class Import(NamedTuple):
    """One imported name: the module that imports, the module it imports, the line, and where the import stands."""

    home: str
    target: str
    line: int
    place: str

    def __str__(self) -> str:
        return f"{self.home}:{self.line} -> {self.target}"


def _name(file: Path) -> str:
    """Return the name of a module without `batchgame.`, such as tui.draw.grid."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def modules() -> dict[str, Path]:
    """Return all modules of the house by name, without `batchgame.`, with their files."""
    return {_name(file): file for top in PACKAGES for file in sorted((ROOT / top).rglob("*.py"))}


@cache
def imports() -> tuple[Import, ...]:
    """Return every import of the house. `from A import B` counts as A.B where B is a module of the house."""
    return tuple(found for home, file in modules().items() for found in _of(home, file))


def _of(home: str, file: Path) -> Iterator[Import]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node, place in _statements(tree, TOP):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        else:
            assert node.level == 0, f"{home}: a relative import"
            targets = [_target(str(node.module), alias.name) for alias in node.names]
        for target in targets:
            assert target.split(".")[0] not in PACKAGES, (
                f"{home}: {target} would be a second copy of batchgame.{target}"
            )
            yield Import(home, target.removeprefix("batchgame."), node.lineno, place)


def _target(module: str, name: str) -> str:
    whole = f"{module}.{name}"
    return whole if whole.removeprefix("batchgame.") in modules() or module == "importlib" else module


def _statements(node: ast.AST, place: str) -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    for child in ast.iter_child_nodes(node):
        inside = place
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            inside = FUNCTION
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            inside = TYPES
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, place
        yield from _statements(child, inside)


def loaded(module: str, packages: frozenset[str]) -> frozenset[str]:
    """Return those of the foreign packages that an import of this module loads by imports at the top of files."""
    seen: set[str] = set()
    todo = [module]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += _at_the_top().get(name, ())
    return frozenset(one for one in packages for name in seen if name == one or name.startswith(f"{one}."))


@cache
def _at_the_top() -> Mapping[str, list[str]]:
    edges: dict[str, list[str]] = {name: [] for name in modules()}
    for found in imports():
        if found.place == TOP:
            edges[found.home].append(found.target)
    return edges


def circles(edges: Mapping[str, set[str]]) -> list[list[str]]:
    """Return the groups of modules that reach one another, sorted. Cost: one walk per module."""
    reach = {name: _reachable(name, edges) for name in edges}
    groups = {tuple(sorted({name} | {other for other in reach[name] if name in reach[other]})) for name in edges}
    return [list(group) for group in sorted(groups) if len(group) > 1]


def _reachable(name: str, edges: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    todo = list(edges[name])
    while todo:
        at = todo.pop()
        if at not in seen:
            seen.add(at)
            todo += edges[at]
    return seen
