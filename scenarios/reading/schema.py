"""From plain values to the types of format.py. An error says where it is, what is needed and what was found."""

from __future__ import annotations

import re
import types
import typing
from typing import Any

import msgspec
import tomli

from batchgame.scenarios.reading import rules
from batchgame.scenarios.reading.format import Scenario
from batchgame.scenarios.reading.one_language import completed
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.reading.toml_file import ScenarioError, refuse_unshowable, table
from batchgame.scenarios.text.clean import clean
from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.scenarios.text.nearest import did_you_mean, listed

# No key holds a backtick (toml_file.py), and no path a blank: a text that looks like this is not mistaken for it.
_AT = re.compile(r"(?P<what>.*?)(?: - at (?P<key>`key` in )?`\$(?P<path>[\w.\[\]-]*)`)?", re.DOTALL)
_WORDS = {
    "int": "a whole number",
    "float": "a number",
    "str": "a text",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "null": "nothing",
}
_THINGS = {"array": "entries", "object": "entries", "str": "letters"}


def parse(text: str) -> Scenario:
    """Read a scenario from the text of its file. ScenarioError says in one line what is wrong and where."""
    return build(table(text))


def parse_bundled(text: str) -> Scenario:
    """Read a bundled scenario without checking the rules, which the tests have done.

    That is twice as fast, and the first frame of the game waits for it.
    """
    scenario: Scenario = _convert(tomli.loads(text), Scenario, "")
    return scenario


def build(values: dict[str, Any]) -> Scenario:
    """Read a scenario from the plain values of its TOML. ScenarioError as for `parse`."""
    refuse_unshowable(values)
    scenario: Scenario = _convert(completed(values), Scenario, "")
    rules.verify(scenario)
    return scenario


def _convert(values: Any, kind: Any, path: str) -> Any:
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        raise ScenarioError(_explain(str(error), values, kind, path)) from None
    except (OverflowError, RecursionError) as error:
        raise ScenarioError(f"{path or 'the file'}: {clean(error)}") from None


def _explain(message: str, values: Any, kind: Any, before: str) -> str:
    match = _AT.fullmatch(message)
    what, path = (match["what"], match["path"] or "") if match else (message, "")
    if match and match["key"]:
        return f"{clean(before + path)}: a name of small letters, digits and _ needed"
    if "[...]" in path:
        return _explain_entry(values, kind, before, path)
    where = (before + path).lstrip(".") or "the file"
    value, node = _follow(values, kind, path)
    return f"{where}: {_reword(what, value, node)}"


def _explain_entry(values: Any, kind: Any, before: str, path: str) -> str:
    """Find the wrong entry of a table with free keys, which msgspec does not name, by converting one at a time."""
    head = path.split("[...]", 1)[0]
    table_, node = _follow(values, kind, head)
    entry = typing.get_args(node)[1]
    for key, value in table_.items():
        try:
            _convert(value, entry, f"{before}{head}.{key}")
        except ScenarioError as error:
            return str(error)
    return f"{clean(before + head)}: an entry has a wrong value"


def _follow(value: Any, kind: Any, path: str) -> tuple[Any, Any]:
    """Return the value and the type that a path leads to."""
    for name, index in re.findall(r"\.([^.\[\]]+)|\[(\d+)\]", path):
        kind = _bare(kind, table_=bool(name))
        if name:
            value = value[name]
            kind = _fields(kind).get(name, Any)
        else:
            value = value[int(index)]
            arguments = typing.get_args(kind)
            kind = arguments[0] if len(arguments) == 2 and arguments[1] is ... else (arguments or (Any,))[0]
    return value, _bare(kind, table_=isinstance(value, dict))


def _bare(kind: Any, *, table_: bool) -> Any:
    """Strip Annotated from a type, and of a union keep the alternative that fits: a table, or something else."""
    while True:
        if typing.get_origin(kind) is typing.Annotated:
            kind = typing.get_args(kind)[0]
        elif typing.get_origin(kind) in (typing.Union, types.UnionType):
            sorts = [_bare(sort, table_=table_) for sort in typing.get_args(kind) if sort is not type(None)]
            tables = [sort for sort in sorts if bool(_fields(sort)) == table_]
            kind = (tables or sorts)[0]
        else:
            return kind


def _fields(kind: Any) -> dict[str, Any]:
    if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
        return {}
    return {field.encode_name: field.type for field in msgspec.structs.fields(kind)}


def _reword(what: str, value: Any, kind: Any) -> str:
    if match := re.fullmatch(r"Object contains unknown field `(.*)`", what, re.DOTALL):
        return f"unknown key {clean(match[1])!r}{did_you_mean(match[1], _fields(kind))}"
    if match := re.fullmatch(r"Object missing required field `(.*)`", what):
        only = next((language for language in LANGUAGES if isinstance(value, dict) and language in value), None)
        if match[1] in LANGUAGES and only:
            return f'{match[1]} is missing; a file in one language says languages = ["{only}"] at its top'
        return f"{match[1]} is missing"
    if match := re.fullmatch(r"Expected `array` of length (\d+), got (\d+)", what):
        return f"{match[1]} {_entries(kind)} needed, {match[2]} found"
    if match := re.fullmatch(r"Expected `(array|object|str)` of length ([<>]=) (\d+)", what):
        bound = "at least" if match[2] == ">=" else "at most"
        return f"{bound} {match[3]} {_THINGS[match[1]]} needed, {len(value)} found"
    if match := re.fullmatch(r"Expected `(int|float)` ([<>]=?) (\S+)", what):
        return f"{_WORDS[match[1]]} {match[2]} {match[3]} needed, {clean(value)} found"
    if match := re.fullmatch(r"Expected `(.*)`, got `(.*)`", what):
        if kind is Text and isinstance(value, str):
            return (
                '{ en = "…", zh-TW = "…" } needed, a text found; with one language, languages = ["en"] and { en = "…" }'
            )
        needed = " or ".join(_WORDS.get(word, word) for word in match[1].split(" | ") if word != "null")
        return f"{needed} needed, {_WORDS.get(match[2], match[2])} found"
    if what.startswith("Invalid enum value"):
        known = [str(name) for name in typing.get_args(kind)]
        guess = did_you_mean(str(value), known) or f"; {listed(known)}"
        return f"{_quoted(value, 40)} is not known{guess}"
    if what.startswith("Expected `str` matching regex"):
        return f"{_quoted(value)} is no name (small letters, digits and -)"
    return clean(what, 120)


def _entries(kind: Any) -> str:
    arguments = typing.get_args(kind)
    numbers = bool(arguments) and all(_bare(argument, table_=False) in (int, float) for argument in arguments)
    return "numbers" if numbers else "entries"


def _quoted(value: object, width: int = 60) -> str:
    """Quote a value without backticks, which would look like the end of a message of msgspec."""
    return repr(clean(value, width).replace("`", "'"))
