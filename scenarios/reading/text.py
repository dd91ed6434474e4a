"""A text in every language of the game, as a frozen value."""

from msgspec import Struct, field

from batchgame.scenarios.text.languages import LANGUAGES


class Text(Struct, frozen=True, forbid_unknown_fields=True):
    """One text in every language of the game. `text["zh-TW"]` is the text in one of them."""

    en: str
    zh_tw: str = field(name="zh-TW")

    def __getitem__(self, language: str) -> str:
        """Return the text in a language. KeyError if the game does not have that language."""
        if language not in LANGUAGES:
            raise KeyError(language)
        return self.en if language == "en" else self.zh_tw
