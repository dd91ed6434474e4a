"""A source that a file defines for its claims."""

from typing import Annotated

from msgspec import Meta, Struct

from batchgame.scenarios.reading.text import Text


class Reference(Struct, frozen=True, forbid_unknown_fields=True):
    """A source that claims can cite: how it is cited, its title and year, and what it says, in one sentence."""

    cite: Text
    title: str
    year: Annotated[int, Meta(ge=1600, le=2100)]
    says: Text
