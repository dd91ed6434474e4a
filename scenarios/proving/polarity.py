"""The signs of a sentence: `leaves` is a plus and `does not leave` a minus, in both languages, family by family.

Two languages are compared sentence by sentence. A sentence is skipped if one of them says `only` or `except` alone, or
if a part of it that names a pick has no sign, because then half of what it says was not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from batchgame.scenarios.proving.sentences import is_circumstance

_LEAVE, _HOLD = "leaves", "holds"
_SENTENCE = {"en": re.compile(r"(?<=[.!?])\s+"), "zh-TW": re.compile(r"(?<=[。！？])")}
_PART = {
    "en": re.compile(r"(?<!\d)[.;:!?,](?!\d)| and (?!so )| but | while | whereas "),
    "zh-TW": re.compile(r"[。；：！？，、]|而(?!且)|但"),
}
# `The saddle holds the full batch` and `leaves it in the canyon` are about the place, not about what a pick does.
_KEPT = r"(?! (?:you|them|everyone|nobody|it in|(?:the |a )?(?:full|small|large|whole) batch|batch|B =))"
_EN = {
    _LEAVE: rf"leaves?{_KEPT}|escapes?|gets? (?:\w+ ){{0,3}}(?:out|off|away|over)|goes (?:out|over|off)",
    _HOLD: r"arrives?|reach(?:es)?|gets? (?:there|in|into|home)|makes? it|"
    rf"catch(?:es)? up|solves?|succeeds?|comes? home|holds?{_KEPT}",
}
_STILL_EN = r"stays?|remains?|rests"
# A negation counts next to its verb, or as the subject. In `a kick that is not exactly across it gets off` it does not.
_NOT_EN = re.compile(
    r"\b(not|never|cannot|\w+n't|hardly|seldom|fails? to|unable to|too \w+ to)( \w+){0,2}\W*$"
    r"|^\W*(no|none|neither|nothing|not one)\b|\bnobody\b|\bno (batch|one|pick|momentum|example|fixed|constant|λ)",
    re.I,
)
_NO_SIGN_EN = re.compile(r"\b(with|given|has|needs|use|take|at|and|is|of) no \w+|\bnot only\b", re.I)
_ENDS_EN = re.compile(
    r"\b(?:(?P<no>(?:none|nobody|no one|not one)(?: of [\w ]+)? (?:does|do|can)"
    r"|does not|do not|cannot|can not|never|nor does .*|neither does .*)"
    r"|(?:does|do|can)|so does .*|(?P<late>not in time))\W*$", re.I
)  # fmt: skip
_ZH = {
    (_LEAVE, "+"): r"出得[去了來]|離得開|離開|逃得[出掉]|翻得過|翻過去|過得[了去]|逃出|滾出|甩出",
    (_LEAVE, "-"): r"出不[去了來]|離不開|逃不[出掉]|翻不過|過不[了去]|不動|留在|待在原地|卡住|停住",
    (_HOLD, "+"): r"到得了|到達|進得[了去到]|待得住|站得住|能?過關|成功|追得上|來得及",
    (_HOLD, "-"): r"到不[了達]|進不[了去]|待不住|站不住|過不了關|失敗|追不上",
}
_NOT_ZH = re.compile(r"(不(?![論管用同只但])|無法|未)[^，。；：]{0,3}$|沒有?$|沒有(一|任何|誰|哪|人)")
_NO_SIGN_ZH = re.compile(r"不需要|不必|不用|為了")
_ENDS_ZH = re.compile(r"(?P<no>不行|不會|不能|不可以|沒辦法)$|(?P<late>來不及)$|(?:可以|行|會|能)$")
_ALONE = {
    "en": re.compile(r"\b(only|except|all but|unless|until|before|no longer|other than)\b", re.I),
    "zh-TW": re.compile(r"只有|才|除了|除非|直到|之前|否則|以外"),
}  # fmt: skip


def signs(text: str, language: str) -> list[tuple[str, str]]:
    """Return each family with its sign, part by part. A bare `does not` takes the family of the part before it."""
    read = _english if language == "en" else _chinese
    found: list[tuple[str, str]] = []
    for part in filter(None, map(str.strip, _PART[language].split(text))):
        own = read(part)
        ends = (_ENDS_EN if language == "en" else _ENDS_ZH).search(part)
        if not own and ends and found:
            is_minus = ends["no"] or ends["late"] or (language == "en" and _NOT_EN.search(part))
            own = [(found[-1][0], "-" if is_minus else "+")]
        found += own
    return found


def _english(part: str) -> list[tuple[str, str]]:
    part, found = _NO_SIGN_EN.sub("", part), list[tuple[int, str, str]]()
    for family, words in _EN.items():
        for match in re.finditer(rf"\b(?:{words})\b", part, re.I):
            found.append((match.start(), family, "-" if _is_turned(part, match) else "+"))
    for match in re.finditer(rf"\b(?:{_STILL_EN})\b|\bstuck\b", part, re.I):
        found.append((match.start(), _LEAVE, "+" if _NOT_EN.search(part[: match.start()]) else "-"))
    return [(family, sign) for _, family, sign in sorted(found)]


def _is_turned(part: str, match: re.Match[str]) -> bool:
    """Return whether a verb is negated: `does not reach`, `reaches no valley`."""
    return bool(_NOT_EN.search(part[: match.start()]) or re.match(r" (no|none|nothing|neither)\b", part[match.end() :]))


def _chinese(part: str) -> list[tuple[str, str]]:
    found = list[tuple[int, str, str]]()
    for (family, sign), words in _ZH.items() if not _NO_SIGN_ZH.search(part) else ():
        for match in re.finditer(words, part):
            is_turned = sign == "+" and bool(_NOT_ZH.search(part[: match.start()]))
            found.append((match.start(), family, "-" if is_turned else sign))
    return [(family, sign) for _, family, sign in sorted(found)]


def _is_blown_up(text: str) -> bool:
    return bool(
        re.search(r"\b(diverges?|blows? up|explodes?|flies|climbs? out|thrown?)\b|發散|爆|飛|甩|衝出", text, re.I)
    )


def opposed(english: str, chinese: str, names_pick: Callable[[str], bool]) -> Iterator[str]:
    """Find a sentence whose signs are the opposite in the other language. names_pick: whether a part names a pick."""
    both = [_SENTENCE["en"].split(english), list(filter(None, _SENTENCE["zh-TW"].split(chinese)))]
    if len(both[0]) != len(both[1]):
        both = [[english], [chinese]]
    for one, other in zip(*both, strict=True):
        if bool(_ALONE["en"].search(one)) != bool(_ALONE["zh-TW"].search(other)):
            continue
        if not (_is_read(one, "en", names_pick) and _is_read(other, "zh-TW", names_pick)):
            continue
        first, second = signs(one, "en"), signs(other, "zh-TW")
        plus = [{name for name, sign in found if sign == "+"} for found in (first, second)]
        blown_up = _is_blown_up(one), _is_blown_up(other)
        if (blown_up == (True, False) and plus[1] and not plus[0]) or (
            blown_up == (False, True) and plus[0] and not plus[1]
        ):
            yield f"the languages disagree: it blows up in one only ({one!r}, {other!r})"
        for family in (_LEAVE, _HOLD):
            counts = [Counter(sign for name, sign in found if name == family) for found in (first, second)]
            if not all(counts) or counts[0] == counts[1]:
                continue
            if counts[0].keys().isdisjoint(counts[1]) or counts[0].total() == counts[1].total():
                yield f"the languages disagree: one says {family}, the other the opposite ({one!r}, {other!r})"
                break


def _is_read(text: str, language: str, names_pick: Callable[[str], bool]) -> bool:
    """Return whether each part that names a pick has a sign, is the subject of the next part, or says under what."""
    split = list(filter(None, map(str.strip, _PART[language].split(text))))
    last: list[tuple[str, str]] = []
    for index, part in enumerate(split):
        ends = (_ENDS_EN if language == "en" else _ENDS_ZH).search(part)
        own = signs(part, language) or (last if ends else [])
        following = split[index + 1] if index + 1 < len(split) else ""
        is_subject = not _VERB.search(part) and not names_pick(following) and bool(signs(following, language))
        is_shown = bool(re.search(r"\{\w+\}", part))  # what it says is the figure in it
        if not own and names_pick(part) and not is_circumstance(part) and not is_subject and not is_shown:
            return False
        last = own or last
    return True


# A part with a verb is no subject of the part after it.
_VERB = re.compile(
    r"[了會都也就還是被要走停困掉得]|\b(is|are|was|does|do|has|needs?|takes?|makes?|can|cannot|will|may|must|moves?)\b",
    re.I,
)
