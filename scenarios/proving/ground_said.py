"""What a text says of the landscape: where you start, how a landmark is shaped, and how large a gradient is at rest.

It is compared with losses, gradients and curvatures, which are computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import hypot

import numpy as np

from batchgame.scenarios.proving.landmarks_named import MINIMA
from batchgame.scenarios.proving.sentences import is_negated_anywhere
from batchgame.scenarios.reading.format import Landmark, Scenario, Stage
from batchgame.scenarios.reading.problem import landscape
from batchgame.scenarios.reading.rules import texts
from batchgame.scenarios.text.languages import LANGUAGES

_BREAK = re.compile(r"(?<!\d)[.;:!?,](?!\d)|[。；：！？，、]")
_AT_REST = re.compile(
    r"\b(at|on) (a|the|any|every) (saddle|critical point|minimum|maximum)\b"
    r"|(鞍點|臨界點|最小值|最大值)(上|處|的|那裡)?的?梯度",
    re.I,
)
_LARGE = re.compile(
    r"\bgradient\b.{0,20}\b(largest|large|greatest|steepest|strongest|longest|not zero|above zero|maximal)\b"
    r"|梯度.{0,6}(最大|很大|最陡|最強|不是零|不為零)", re.I
)  # fmt: skip
# `You lie at the bottom of a canyon`: the place stands right behind the verb. `You roll towards it` is no start.
_STARTS = {
    "en": re.compile(
        r"\byou (?:\w+ )?(?:lie|rest|stand|sit|are|start|begin|wait)(?: \w+){0,2},? (?:exactly )?"
        r"(?:(?:at|on|in|from|inside) )(?:the )?(?:(?:bottom|middle|floor|crest|top|edge) of )?"
        r"(?:an? |the )?([^,.;:]*)",
        re.I,
    ),
    "zh-TW": re.compile(r"你(?:正好|又|剛好|靜止)?(?:躺|停|站|困|坐|待)在([^，。；：]*)"),
}
_UPHILL = {
    "en": re.compile(r"^(?:crest|ridge|saddle|top|hilltop)\b", re.I),
    "zh-TW": re.compile(r"^(?:山脊|鞍點|山頂|稜線)"),
}
_BASE = {
    "en": re.compile(r"^(?:\w+ ){0,2}(?:bottom|valley|canyon|basin|trap|hollow|bowl|minimum|pit)\b", re.I),
    "zh-TW": re.compile(r"^(?:\S{0,4}的)?(?:山谷|谷底|峽谷|盆地|陷阱|凹處|最小值|碗)"),
}
_BESIDE = re.compile(
    r"\b(beside|off|near|before|above|between|next|towards?|outside)\b|旁|附近|外|偏|之間|邊緣|對面", re.I
)
_NARROW, _WIDE = ("narrow|sharp|steep", "窄|尖銳|陡"), ("wide|flat|broad|shallow", "寬|平坦|平緩")
_ROUNDING = 1e-6
_CLEAR = 1.5  # by which factor curvatures differ before one landmark may be called narrow, and the other wide


def untrue_places(scenario: Scenario, stage: Stage) -> Iterator[tuple[str, str]]:
    """Yield which text contradicts the landscape, and how."""
    surface = landscape(scenario, stage)
    start = np.array(stage.start)
    lowest = float(np.linalg.eigvalsh(surface.hessian(start))[0])
    marks = scenario.stage_landscape(stage).landmarks
    for path, text in texts(stage, "stage"):
        if "options" in path or "prompt" in path or path.startswith(("stage.next", "stage.tools", "stage.ground")):
            continue
        for language in LANGUAGES:
            found = [
                *_at_rest(text[language], language),
                *(_started(text[language], language, lowest, marks, stage) if path == "stage.story" else ()),
                *_shaped(text[language], language, marks, scenario, stage),
                *_compared(text[language], language, marks, scenario, stage),
            ]
            for what in found:
                yield path.removeprefix("stage."), f"{language}: {what}"


def _at_rest(text: str, language: str) -> Iterator[str]:
    for part in _BREAK.split(text):
        said = _LARGE.search(part)
        if said and _AT_REST.search(part) and not is_negated_anywhere(part.replace(said[0], "")):
            yield f"{part.strip()!r}: at such a place the gradient is zero"


def _started(
    text: str, language: str, lowest: float, marks: tuple[Landmark, ...], stage: Stage
) -> Iterator[str]:  # fmt: skip
    for match in _STARTS[language].finditer(text):
        said, place = match[0], match[1]
        ground = _UPHILL[language].search(place) or _BASE[language].search(place)
        if ground:  # what stands behind the place, as in `a valley beside a ridge`, is another one
            said = said[: match.start(1) - match.start() + ground.end()]
        if _BESIDE.search(said):
            continue
        uphill = _UPHILL[language].search(place) or (language == "en" and re.search(r"\b(crest|ridge|saddle)\b", said))
        if uphill and lowest > _ROUNDING:
            yield f"{said!r}: all curvatures are above 0 at the start, so it is no ridge and no saddle"
        if _BASE[language].search(place) and not uphill and lowest < -_ROUNDING:
            yield f"{said!r}: a curvature is {lowest:.3g} at the start, so it is no bottom"
        near = sorted(marks, key=lambda mark: hypot(mark.at[0] - stage.start[0], mark.at[1] - stage.start[1]))
        named = [mark for mark in marks if _names(mark, place, language)]
        if len(named) == 1 and len(near) > 1 and named[0] is not near[0]:
            yield f"{said!r}: the start is nearer to {near[0].label[language]!r}"


def _names(mark: Landmark, text: str, language: str) -> bool:
    label = re.escape(mark.label[language])
    return bool(re.search(rf"\b{label}\b" if language == "en" else label, text, re.I))


def _curvature(mark: Landmark, scenario: Scenario, stage: Stage) -> float:
    return float(np.linalg.eigvalsh(landscape(scenario, stage).hessian(np.array(mark.at)))[-1])


def _loss(mark: Landmark, scenario: Scenario, stage: Stage) -> float:
    return float(landscape(scenario, stage).loss(np.array(mark.at)))


def _shaped(
    text: str, language: str, marks: tuple[Landmark, ...], scenario: Scenario, stage: Stage
) -> Iterator[str]:  # fmt: skip
    """Find `the wide canyon` where the other minimum is the wider one."""
    minima = [mark for mark in marks if mark.kind in MINIMA]
    if len(minima) != 2:
        return
    chinese = language == "zh-TW"
    sharp, flat = sorted(minima, key=lambda mark: -_curvature(mark, scenario, stage))
    if _curvature(sharp, scenario, stage) < _CLEAR * _curvature(flat, scenario, stage):
        return
    for mark, wrong in ((sharp, _WIDE[chinese]), (flat, _NARROW[chinese])):
        label = re.escape(mark.label[language])
        before = rf"(?:{wrong})(?:{wrong})?的?{label}" if chinese else rf"\b(?:{wrong})(?:,? \w+)? {label}\b"
        after = (
            rf"{label}(?:很|又|非常|比較)(?:{wrong})"
            if chinese
            else rf"(?<!than )(?<!than the )\b{label} is (?:very )?(?:{wrong})\b"
        )
        if match := re.search(f"{before}|{after}", text, re.I):
            way = "larger" if mark is sharp else "smaller"
            yield f"{match[0]!r}: of the two minima its largest curvature is the {way} one"


def _compared(
    text: str, language: str, marks: tuple[Landmark, ...], scenario: Scenario, stage: Stage
) -> Iterator[str]:  # fmt: skip
    """Find `the canyon is no deeper than the basin` and `a basin with a lower loss` where the losses say otherwise."""
    minima = [mark for mark in marks if mark.kind in MINIMA]
    if len(minima) != 2:
        return
    for mark, other in (minima, minima[::-1]):
        label, second = re.escape(mark.label[language]), re.escape(other.label[language])
        gap = _loss(mark, scenario, stage) - _loss(other, scenario, stage)
        bend = _curvature(mark, scenario, stage) - _curvature(other, scenario, stage)
        if language == "en":
            relation = (
                rf"\b{label}(?:,? which)? is (no |not |just as |as )?(deep|shallow|narrow|wide|flat|sharp)"
                rf"(?:er|per|ter|r)?\b(?: (?:as|than) (?:the )?(?:{second}))"
            )
            lossy = rf"\b{label} (?:with|has) (?:a |the )?(higher|lower) (?:training )?loss"
        else:
            relation = rf"{label}(沒有|不|和{second}一樣)?(?:比{second})?(?:更)?(深|淺|窄|寬|平|尖)"
            lossy = rf"{label}[，的]?(?:訓練)?損失(?:反而)?(?:比較|較|更)(高|低)"
        for match in re.finditer(relation, text, re.I):
            if language == "zh-TW" and f"比{other.label[language]}" not in match[0] and "一樣" not in match[0]:
                continue
            value = {"deep": -gap, "深": -gap, "shallow": gap, "淺": gap}.get(match[2])
            value = value if value is not None else bend if match[2] in ("narrow", "sharp", "窄", "尖") else -bend
            word = (match[1] or "").strip()
            if (word in ("no", "not", "沒有", "不") and value > _ROUNDING) or (not word and value < -_ROUNDING):
                yield f"{match[0]!r}: losses and curvatures there say the opposite"
            if ("as" in word or "一樣" in word) and abs(value) > 0.05:
                yield f"{match[0]!r}: they are not equal there"
        for match in re.finditer(lossy, text, re.I):
            if (match[1] in ("higher", "高")) == (gap < 0) and not re.search(r"mov|shift|移", text):
                yield f"{match[0]!r}: the loss there is the {'lower' if gap < 0 else 'higher'} one"
