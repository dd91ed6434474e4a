"""Dealt names: an adjective, an animal and two digits. Nothing that anybody types is ever shown to others."""

from __future__ import annotations

import random
from dataclasses import dataclass

ADJECTIVES = {
    "en": (
        "amber", "brave", "bright", "calm", "cheerful", "clever", "cosy", "curious", "eager", "early", "fair",
        "fast", "gentle", "golden", "happy", "jolly", "kind", "lively", "lucky", "mellow", "merry", "mighty",
        "neat", "nimble", "patient", "polite", "proud", "quiet", "rosy", "sleepy", "steady", "sunny",
    ),
    "zh-TW": (
        "琥珀色的", "勇敢的", "明亮的", "冷靜的", "開朗的", "聰明的", "舒服的", "好奇的",
        "熱心的", "早起的", "公平的", "飛快的", "溫柔的", "金色的", "快樂的", "歡樂的", "善良的",
        "活潑的", "幸運的", "悠閒的", "愉快的", "強壯的", "整齊的", "靈巧的", "有耐心的",
        "有禮貌的", "自豪的", "安靜的", "粉紅的", "愛睏的", "穩重的", "陽光的",
    ),
}  # fmt: skip
ANIMALS = {
    "en": (
        "badger", "bat", "beaver", "crane", "deer", "dolphin", "duck", "eagle", "falcon", "finch", "fox",
        "gecko", "hare", "heron", "koala", "lark", "lynx", "moose", "newt", "otter", "owl", "panda",
        "penguin", "puffin", "robin", "seal", "squirrel", "swan", "tiger", "turtle", "whale", "yak",
    ),
    "zh-TW": (
        "獾", "蝙蝠", "河狸", "鶴", "鹿", "海豚", "鴨子", "老鷹", "獵鷹", "雀鳥", "狐狸",
        "壁虎", "野兔", "蒼鷺", "無尾熊", "雲雀", "山貓", "麋鹿", "蠑螈", "水獺", "貓頭鷹",
        "貓熊", "企鵝", "海鸚", "知更鳥", "海豹", "松鼠", "天鵝", "老虎", "海龜", "鯨魚",
        "犛牛",
    ),
}  # fmt: skip
_DIGITS = range(10, 100)


@dataclass(frozen=True, order=True)
class DealtName:
    """A name as three numbers, so that it can be said in both languages."""

    adjective: int
    animal: int
    digits: int

    def said(self, language: str) -> str:
        """Say the name: `sleepy-otter-21`, 愛睏的水獺21."""
        adjective, animal = ADJECTIVES[language][self.adjective], ANIMALS[language][self.animal]
        return f"{adjective}{animal}{self.digits}" if language == "zh-TW" else f"{adjective}-{animal}-{self.digits}"

    @property
    def written(self) -> str:
        """Write the name as it is kept."""
        return f"{self.adjective} {self.animal} {self.digits}"


def read(written: str) -> DealtName:
    """Read a name as it is kept."""
    adjective, animal, digits = map(int, written.split())
    return DealtName(adjective, animal, digits)


def deal(taken: set[DealtName], chance: random.Random) -> DealtName:
    """Deal a name that nobody in the room has. There are 92 160 of them, and a room has 500 seats at most."""
    while True:
        name = DealtName(
            chance.randrange(len(ADJECTIVES["en"])), chance.randrange(len(ANIMALS["en"])), chance.choice(_DIGITS)
        )
        if name not in taken:
            return name
