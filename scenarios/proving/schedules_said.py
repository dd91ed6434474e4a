"""The order of batch sizes in an answer: `first small batches, then the full one`, and the schedule it measures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from batchgame.scenarios.proving.stage_text import StageText
from batchgame.scenarios.reading.format import Check
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.languages import LANGUAGES

_FEW = {
    "en": re.compile(r"\b(small(er)?|few|fewer|one example|single|noisy|batch size 1|B = 1)\b", re.I),
    "zh-TW": re.compile(r"小批次|批次小|[幾少一]筆|批次大小 ?1(?!\d)|B = 1(?!\d)"),
}
_ALL = {
    "en": re.compile(r"\b(full|all|whole|every|large(r)?|big(ger)?)\b(?! the way)", re.I),
    "zh-TW": re.compile(r"全批次|全部|所有|大批次|批次大(?!小)"),
}
_BACKWARDS = re.compile(r"\b(after|before|instead of|rather than|not)\b|之後才|之前|以前|而不是|不是", re.I)


def misturned(stage: StageText, text: Text, checks: Sequence[Check]) -> Iterator[str]:
    """Find an answer that names small and large batches in the other order than the schedules of its checks."""
    turns = [(check.batch_size, turn.batch_size) for check in checks if (turn := stage.turn(check))]
    grows = {before < after for before, after in turns if before is not None and before != after}
    if len(grows) != 1:
        return
    for language in LANGUAGES:
        sentence = stage.filled(text, language)
        few, every = _FEW[language].search(sentence), _ALL[language].search(sentence)
        if few and every and not _BACKWARDS.search(sentence) and (few.start() < every.start()) not in grows:
            yield f"{language}: its checks change the batch size in the other order"
