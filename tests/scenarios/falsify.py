"""Falsehoods: copies of true scenario files in which one thing was made false, by kind.

Each function takes the plain values of a file and yields (what was done, the falsified values). It knows the structure
of a file, and of the words only those that it exchanges for their opposites.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

Values = dict[str, Any]
Falsehoods = Iterator[tuple[str, Values]]


def _stages(values: Values) -> Iterator[tuple[str, int]]:
    for index, stage in enumerate(values["stages"]):
        yield f"{values['name']}/{stage.get('name', '')}", index


def _copy(values: Values, stage: int) -> tuple[Values, Values]:
    """Return a copy of the whole file, and that stage in it."""
    copied = deepcopy(values)
    return copied, copied["stages"][stage]


OPPOSITES = {
    "en": [
        (r"\bdoes not\b", "does"), (r"\breaches\b", "never reaches"), (r"\bleaves\b", "stays"),
        (r"\bstays\b", "leaves"), (r"\bgets into\b", "never gets into"), (r"\bholds\b", "does not hold"),
        (r"\barrives\b", "fails"), (r"\bfails\b", "arrives"),
        (r"\bsooner\b", "later"), (r"\blater\b", "sooner"), (r"\bblows up\b", "arrives"),
    ],
    "zh-TW": [
        ("待得住", "待不住"), ("進得了", "進不了"), ("到得了", "到不了"), ("能到達", "到不了"), ("離開", "離不開"),
        ("站得住", "站不住"), ("都不動", "都到得了"),
        ("出得去", "出不去"), ("發散", "到得了"), ("離不開", "離得開"), ("到不了", "到得了"),
    ],
}  # fmt: skip


def _inverted(text: str, language: str) -> str | None:
    for pattern, opposite in OPPOSITES[language]:
        changed = re.sub(pattern, opposite, text, count=1)
        if changed != text:
            return changed
    return None


def inverted_sentence(values: Values) -> Falsehoods:
    for name, index in _stages(values):
        for number, claim in enumerate(values["stages"][index]["claims"]):
            if not claim.get("checks"):
                continue
            both = {language: _inverted(claim["statement"][language], language) for language in ("en", "zh-TW")}
            if all(both.values()):
                copied, stage = _copy(values, index)
                stage["claims"][number]["statement"] = both
                yield f"{name} claims[{number}]: {both['en']}", copied


def swapped_labels(values: Values) -> Falsehoods:
    for name, index in _stages(values):
        for kind in ("prediction", "transfer"):
            options = values["stages"][index][kind]["options"]
            right = next(n for n, option in enumerate(options) if option.get("right"))
            wrong = next(n for n in range(len(options)) if n != right)
            copied, stage = _copy(values, index)
            one, other = stage[kind]["options"][right], stage[kind]["options"][wrong]
            one["text"], other["text"] = other["text"], one["text"]
            yield f"{name} {kind}: {one['text']['en']!r} is now right", copied


def one_language_inverted(values: Values) -> Falsehoods:
    for name, index in _stages(values):
        for number, claim in enumerate(values["stages"][index]["claims"]):
            if changed := _inverted(claim["statement"]["zh-TW"], "zh-TW"):
                copied, stage = _copy(values, index)
                stage["claims"][number]["statement"]["zh-TW"] = changed
                yield f"{name} claims[{number}]: {changed}", copied
        for kind in ("prediction", "transfer"):
            for number, option in enumerate(values["stages"][index][kind]["options"]):
                if changed := _inverted(option["text"]["zh-TW"], "zh-TW"):
                    copied, stage = _copy(values, index)
                    stage[kind]["options"][number]["text"]["zh-TW"] = changed
                    yield f"{name} {kind}[{number}]: {changed}", copied


def failing_hint(values: Values) -> Falsehoods:
    for name, index in _stages(values):
        own = values["stages"][index]
        pick = own["default_pick"]
        if "tool" in pick or pick == own["solution"]:  # a race about who is sooner opens with a pick that solves it
            continue
        copied, stage = _copy(values, index)
        size, step = pick["batch_size"], pick["momentum"]
        stage["hints"][2] = {"en": f"Take B = {size} and λ = {step}.", "zh-TW": f"用 B = {size}，λ = {step}。"}
        yield f"{name} hints[2]: {stage['hints'][2]['en']}", copied


def raised_badge(values: Values) -> Falsehoods:
    for name, index in _stages(values):
        for number, claim in enumerate(values["stages"][index]["claims"]):
            if claim["badge"] != "FACT":
                copied, stage = _copy(values, index)
                stage["claims"][number]["badge"] = "FACT"
                yield f"{name} claims[{number}]: {claim['badge']} is FACT", copied


def invented_source(values: Values) -> Falsehoods:
    invented = (
        "Nguyen et al. 2020, arXiv 2004.01234",
        "Keskar et al. 2019, arXiv 1906.11111",
        "smith-2031",
        "Lee and Park 2016",
    )
    for name, index in _stages(values):
        for number, claim in enumerate(values["stages"][index]["claims"]):
            if claim.get("sources"):
                copied, stage = _copy(values, index)
                stage["claims"][number]["sources"][0] = invented[(index + number) % len(invented)]
                yield f"{name} claims[{number}]: {stage['claims'][number]['sources'][0]}", copied


def one_sided_debate(values: Values) -> Falsehoods:
    for name, index in _stages(values):
        for number, claim in enumerate(values["stages"][index]["claims"]):
            if claim["badge"] == "DEBATED":
                copied, stage = _copy(values, index)
                sources = [source for source in claim["sources"] if not source.startswith("against")]
                stage["claims"][number]["sources"] = sources
                yield f"{name} claims[{number}]: nothing against it", copied


def unexplained_factor(values: Values) -> Falsehoods:
    for name, index in _stages(values):
        for key in values["stages"][index].get("figures", {}):
            copied, stage = _copy(values, index)
            stage["figures"][key]["times"] = 37.0
            yield f"{name} figures.{key}: times = 37", copied


def figure_at_another_pick(values: Values) -> Falsehoods:
    for name, index in _stages(values):
        own = values["stages"][index]
        said = " ".join(claim["statement"]["en"] for claim in own["claims"]) + own["lesson"]["en"]
        for key, figure in own.get("figures", {}).items():
            sizes = own["ladders"]["batch_size"]
            if f"{{{key}}}" in said and figure.get("batch_size") and len(sizes) > 1:
                copied, stage = _copy(values, index)
                stage["figures"][key]["batch_size"] = next(b for b in reversed(sizes) if b != figure["batch_size"])
                yield f"{name} figures.{key}: B = {stage['figures'][key]['batch_size']}", copied


NUMBERS = {
    "en": [("ten times", "a hundred times"), ("twice", "five times"), ("twenty times", "forty times"),
           ("a quarter", "a twentieth")],
    "zh-TW": [("十倍", "百倍"), ("兩倍", "五倍"), ("二十倍", "四十倍"), ("四分之一", "二十分之一")],
}  # fmt: skip


def another_number_word(values: Values) -> Falsehoods:
    for name, index in _stages(values):
        for where, text in _texts(values["stages"][index]):
            for (old, new), (alt, neu) in zip(NUMBERS["en"], NUMBERS["zh-TW"], strict=True):
                if old in text["en"] and alt in text["zh-TW"]:
                    copied, stage = _copy(values, index)
                    found = _at(stage, where)
                    found["en"], found["zh-TW"] = text["en"].replace(old, new), text["zh-TW"].replace(alt, neu)
                    yield f"{name} {where}: {found['en']}", copied


def added_number_word(values: Values) -> Falsehoods:
    """Say of a claim with runs that it is so `seven times` as often."""
    for name, index in _stages(values):
        for number, claim in enumerate(values["stages"][index]["claims"][:1]):
            if claim.get("checks"):
                copied, stage = _copy(values, index)
                statement = stage["claims"][number]["statement"]
                statement["en"] = statement["en"].rstrip(".") + ", seven times as often as not."
                statement["zh-TW"] = statement["zh-TW"].rstrip("。") + "，是七倍。"
                yield f"{name} claims[{number}]: seven times", copied


def typed_knob(values: Values) -> Falsehoods:
    for name, index in _stages(values):
        own = values["stages"][index]
        copied, stage = _copy(values, index)
        eta = own["learning_rate"] * 3
        stage["story"]["en"] += f" Here η = {eta:g}."
        stage["story"]["zh-TW"] += f" 這裡 η = {eta:g}。"
        if len(own["story"]["en"]) < 200:
            yield f"{name} story: η = {eta:g}", copied
        for where, text in _texts(own):
            if match := re.search(r"λ = (0\.\d+)", text["en"]):
                copied, stage = _copy(values, index)
                found = _at(stage, where)
                for language in ("en", "zh-TW"):
                    found[language] = found[language].replace(match[0], "λ = 0.42")
                yield f"{name} {where}: λ = 0.42", copied


def swapped_landmarks(values: Values) -> Falsehoods:
    others = {"saddle": "minimum", "minimum": "saddle", "canyon": "basin", "basin": "canyon", "hill": "minimum"}
    for number, mark in enumerate(values.get("landmarks", [])):
        copied = deepcopy(values)
        copied["landmarks"][number]["kind"] = others[mark["kind"]]
        yield f"{values['name']} landmarks[{number}]: {others[mark['kind']]}", copied
    if len(values.get("landmarks", [])) > 1:
        copied = deepcopy(values)
        one, other = copied["landmarks"][:2]
        if one["kind"] != other["kind"]:
            one["kind"], other["kind"] = other["kind"], one["kind"]
            yield f"{values['name']} landmarks: kinds swapped", copied
        copied = deepcopy(values)
        one, other = copied["landmarks"][:2]
        one["label"], other["label"] = other["label"], one["label"]
        if {one["kind"], other["kind"]} == {"canyon", "basin"}:
            yield f"{values['name']} landmarks: labels swapped", copied


def equal_depth(values: Values) -> Falsehoods:
    if (
        sum(mark["kind"] in ("canyon", "basin", "minimum") for mark in values.get("landmarks", [])) < 2
        or values["name"] == "equal-sharpness"
    ):
        return
    for name, index in _stages(values):
        copied, stage = _copy(values, index)
        stage["story"] = {
            "en": "Two minima, equally deep. Leave within {budget}.",
            "zh-TW": "兩個最小值一樣深。請在 {budget}內離開。",
        }
        yield f"{name} story: equally deep", copied
        copied, stage = _copy(values, index)
        stage["summary"] = {"en": "Both minima are equally sharp.", "zh-TW": "兩個最小值一樣尖銳。"}
        yield f"{name} summary: equally sharp", copied


def universal_word(values: Values) -> Falsehoods:
    """Say of every batch size or momentum what holds for some."""
    for name, index in _stages(values):
        own = values["stages"][index]
        solution = own["solution"]
        if "tool" in solution:
            continue
        size, step = solution["batch_size"], solution["momentum"]
        check = {"measure": "solved", "batch_size": size, "momentum": step, "above": 0.8}
        for knob, english, chinese in (
            ("momentum", f"B = {size} solves it at any momentum.", f"不論動量多大，B = {size} 都能過關。"),
            ("batch_size", f"At λ = {step} every batch size solves it.", f"λ = {step} 時，哪種批次大小都能過關。"),
        ):
            if len(own["ladders"][knob]) > 1 and knob in SOLVES_SOME.get(name, ("momentum", "batch_size")):
                copied, stage = _copy(values, index)
                stage["claims"][0] = {
                    "badge": "IN THIS MODEL",
                    "statement": {"en": english, "zh-TW": chinese},
                    "checks": [check],
                }
                yield f"{name} claims[0]: {english}", copied


# Where a universal sentence would be true: those are no falsehoods.
SOLVES_SOME: dict[str, tuple[str, ...]] = {
    "epoch/rematch": ("momentum",), "ravine/": ("momentum",), "ravine/bent": ("momentum",), "hill/": ("momentum",),
    "two-weights/": ("momentum",), "saddle/": ("batch_size",), "canyon/": ("batch_size",),
}  # fmt: skip


def irrelevant_check(values: Values) -> Falsehoods:
    for name, index in _stages(values):
        for kind in ("prediction", "transfer"):
            options = values["stages"][index][kind]["options"]
            measures = {check["measure"] for option in options for check in option["checks"]}
            if measures & {"updates_per_epoch", "updates_in_budget"}:
                continue
            right = next(n for n, option in enumerate(options) if option.get("right"))
            copied, stage = _copy(values, index)
            check = {"measure": "updates_per_epoch", "batch_size": 1, "equals": values["examples"]}
            stage[kind]["options"][right]["checks"] = [check]
            yield f"{name} {kind}: right because an epoch has N updates", copied


def impossible_observation(values: Values) -> Falsehoods:
    for name, index in _stages(values):
        for number, change in enumerate(
            ({"solved_at_least": 0.9, "solved_below": 0.3}, {"status": ["ARRIVED"], "solved_below": 0.5},
             {"never_moved": True, "solved_at_least": 0.5}, {"status": ["AT REST"], "diverged_at_least": 0.6})
        ):  # fmt: skip
            copied, stage = _copy(values, index)
            option = stage["saw"]["options"][number % (len(stage["saw"]["options"]) - 1)]
            option["when"] = [{"lane": option["when"][0]["lane"], **change}]
            yield f"{name} saw: {change}", copied


def _texts(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Values]]:
    if isinstance(node, dict):
        if "en" in node and "zh-TW" in node:
            yield path, node
        else:
            for key, item in node.items():
                yield from _texts(item, (*path, key))
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _texts(item, (*path, index))


def _at(node: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        node = node[key]
    return node


KINDS: dict[str, Callable[[Values], Falsehoods]] = {
    kind.__name__: kind
    for kind in (
        inverted_sentence, swapped_labels, one_language_inverted, failing_hint, raised_badge, invented_source,
        one_sided_debate, unexplained_factor, figure_at_another_pick, another_number_word, added_number_word,
        typed_knob, swapped_landmarks, equal_depth, universal_word, irrelevant_check, impossible_observation,
    )
}  # fmt: skip
