"""What a claim and its sources are about: a source on initial weights carries no claim on the error of a mean."""

from __future__ import annotations

import re

from batchgame.scenarios.reading.reference import Reference
from batchgame.scenarios.reading.text import Text

# Each topic by its words in English and in Chinese. A topic that nearly every source has, such as training, is none.
_TOPICS = {
    "noise": r"nois|error|variance|standard deviation|fluctuat|disagree|stochastic|雜訊|誤差|變異|意見",
    "sharpness": r"sharp|flat|wide|curvature|stab|narrow|minim|尖銳|平坦|曲率|穩定|最小值|寬",
    "saddle": r"saddle|critical point|hessian|eigenvalue|minim|鞍點|臨界點|海森|特徵值|最小值",
    "generalisation": r"generali|test (data|set|loss)|validation|overfit|hold.?out|一般化|泛化|測試|驗證|過度擬合",
    "momentum": r"momentum|heavy ball|accelerat|λ|動量",
    "rate": r"learning rate|step size|η|warm.?up|scal|學習率|暖身|放大",
    "batch": r"batch|\bB = |批次",
    "order": r"shuffl|order|replacement|reshuffl|洗牌|順序|重抽|sampling|DataLoader",
    "start": r"initial|weights? (are )?zero|random weights|zero weights|weights of|linear network|初始|權重",
    "time": r"hardware|parallel|GPU|faster|time|memory|device|速度|平行|時間|硬體",
    "teaching": r"predict|vote|student|class|instruction|投票|學生|預測",
    "networks": r"network|ImageNet|deep|網路",
}


# Topics that one claim may well join: what noise does is told by papers on sharp minima and on test data.
_RELATED = (
    {"noise", "sharpness", "generalisation", "batch", "order"},
    {"saddle", "sharpness", "start"},
    {"momentum", "rate"},
    {"time", "batch"},
    {"rate", "batch", "noise"},
)


def topics(text: str) -> set[str]:
    """Return what a text is about, as far as its words tell."""
    return {name for name, words in _TOPICS.items() if re.search(words, text, re.I)}


def apart(statement: Text, reference: Reference) -> tuple[str, str] | None:
    """Return a topic of a claim and one of a source if none of theirs are related; None if some are, or nothing tells.

    A lecture is about more than one sentence can say.
    """
    claim = topics(f"{statement.en} {statement.zh_tw}")
    source = topics(f"{reference.says.en} {reference.says.zh_tw} {reference.title}")
    near = claim.union(*(group for group in _RELATED if group & claim))
    if not claim or not source or near & source or "lecture" in reference.cite.en:
        return None
    return min(claim), min(source)
