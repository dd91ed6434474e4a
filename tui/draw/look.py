"""Looks: the colours and signs of the game, named by their meaning.

A lane has a colour, a sign and a name, so that colour is never the only difference. The colours of each depth are
chosen by hand: the nearest colours of a smaller palette would leave only three different bands of a dark landscape.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from batchgame.tui.draw.width import Folds
from batchgame.tui.text.choices import Colors, Theme

Colour = str | None
GREY = {"said": "S", "before": "B"}  # grey lanes, with their letters


def _slot(name: str) -> int:
    """Return a lane's place among the three; a fork takes that of the full batch, which is not in a forked race."""
    return ("you", "full", "one").index("full" if name in ("fork", "best") else name)


@dataclass(frozen=True)
class Look:
    """The colours and signs of one depth of colour on one background.

    A colour is a name that `tui/draw/colours.py` knows, or None for the terminal's own.
    """

    name: Colors
    background: Colour
    bar: Colour  # the background of header and footer
    select: Colour  # the background of a selected row
    track: Colour  # the empty part of a bar
    text: Colour
    soft: Colour  # text of less weight
    dim: Colour  # text of the least weight
    faint: Colour  # lines
    accent: Colour
    on_accent: Colour  # text on a cell filled with the accent or a lane's colour
    you: Colour
    full: Colour
    one: Colour
    good: Colour
    bad: Colour
    badge_fact: Colour
    badge_model: Colour
    badge_debated: Colour
    fog_ink: Colour
    contour: Colour
    bands: tuple[str, ...] = ()  # of the landscape, lowest first; without bands contour lines are drawn
    heats: tuple[tuple[Colour, Colour], ...] = ()  # (paper, ink) of a map of outcomes, from none solved to all
    ordered: tuple[str, ...] = ()  # inks of curves in an order, such as batch sizes; without them all are the text's
    tints: tuple[Colour, Colour, Colour] = (None, None, None)  # papers of the spread of you, full and one in a plot
    folds: Folds = ""
    theme: Theme = "dark"
    mono: bool = False
    star: str = "★"
    no_star: str = "☆"
    cursor: str = "▸"
    fog: str = "░"
    cross: str = "×"
    glyphs: tuple[str, str, str] = ("●", "◆", "▲")

    @property
    def ascii(self) -> bool:
        """Return whether only ASCII can be drawn: no braille, no Chinese."""
        return self.folds == "ascii"

    def lane(self, name: str) -> tuple[Colour, str]:
        """Return the colour and the sign of a lane. The grey lane beside a race is what was said, or the last try."""
        if name in GREY:
            return self.soft, GREY[name] if self.folds else "◌"
        if name == "best":  # of a map, beside a pick of the player's: no reference lane
            return self.good, "B" if self.folds else "◇"
        at = _slot(name)
        return (self.you, self.full, self.one)[at], self.glyphs[at]

    def badge(self, name: str) -> Colour:
        """Return the colour of how far a claim reaches: FACT, IN THIS MODEL or DEBATED."""
        return {"FACT": self.badge_fact, "IN THIS MODEL": self.badge_model}.get(name, self.badge_debated)

    def tint(self, name: str) -> Colour:
        """Return the paper of a lane's spread in a plot."""
        return self.tints[_slot(name)]

    def heat(self, fraction: float) -> tuple[Colour, Colour]:
        """Return paper and ink for a cell of a map of outcomes. fraction: the share that solved, 0 to 1."""
        if not self.heats:
            return None, self.text
        return self.heats[min(len(self.heats) - 1, int(fraction * (len(self.heats) - 1) + 0.5))]


def _ramp(stops: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return `count` colours at equal steps along a line through the stops; count is at least 2."""
    rgb = [tuple(int(stop[i : i + 2], 16) for i in (1, 3, 5)) for stop in stops]
    made = []
    for n in range(count):
        at = n / (count - 1) * (len(rgb) - 1)
        low = min(int(at), len(rgb) - 2)
        mixed = (round(a + (b - a) * (at - low)) for a, b in zip(rgb[low], rgb[low + 1], strict=True))
        made.append("#{:02x}{:02x}{:02x}".format(*mixed))
    return tuple(made)


_DARK = Look(
    name="true", background="#0a1018", bar="#141e2e", select="#1c2f4c", track="#1c2838", text="#eceff4", soft="#a9b4c4",
    dim="#77839a", faint="#35425a", accent="#ffbf47", on_accent="#10151d", you="#ffbf47", full="#5cc8ff",
    one="#ff78a8", good="#7fe0a8", bad="#ff9f9a", badge_fact="#5cc8ff", badge_model="#7fe0a8",
    badge_debated="#ffbf47", fog_ink="#39455c", contour="#4d6c84",
    bands=_ramp(("#080d14", "#10202f", "#15293d", "#1a3a4c", "#264b5c", "#37606c"), 20),
    heats=tuple(zip(
        _ramp(("#1a2030", "#1f4054", "#27707a", "#4fa67c", "#8ecb7e", "#c8ec90"), 11),
        ("#a9b4c4",) * 2 + ("#eceff4",) * 3 + ("#0a1018",) * 6, strict=True,
    )),
    ordered=_ramp(("#c8ec90", "#6fd3a0", "#4cbfd0", "#6aa5f5", "#9a8cff"), 21),
    tints=("#32290f", "#12303f", "#351e2d"),
)  # fmt: skip
_LIGHT = Look(
    name="true", background="#f5f3ec", bar="#e2dfd4", select="#cfdcec", track="#dbd8ce", text="#14171c", soft="#454c58",
    dim="#666d79", faint="#b9b5aa", accent="#8a4b00", on_accent="#fffdf6", you="#a84e00", full="#0058b0",
    one="#b0004e", good="#0b6a37", bad="#b3201a", badge_fact="#0058b0", badge_model="#0b6a37",
    badge_debated="#8a4b00", fog_ink="#c3bfb3", contour="#7d95a8",
    bands=_ramp(("#92b4cf", "#a9c6da", "#bdd4e2", "#d3e2e6", "#e5e9df", "#eeead9"), 20),
    heats=tuple(zip(
        _ramp(("#e4e1d8", "#c4d8dc", "#96c3bf", "#66ab8b", "#3e9160", "#157a3f"), 11),
        ("#454c58",) * 2 + ("#14171c",) * 7 + ("#fffdf6",) * 2, strict=True,
    )),
    ordered=_ramp(("#3d6a00", "#0b6a4a", "#00667a", "#0058b0", "#4a2fb0"), 21),
    tints=("#ecdfc8", "#cfe0ee", "#efd3df"),
)  # fmt: skip
_DARK_256 = replace(
    _DARK, name="256", background="color(233)", bar="color(235)", select="color(237)", track="color(236)",
    text="color(255)", soft="color(249)", dim="color(244)", faint="color(239)", accent="color(215)",
    on_accent="color(233)", you="color(215)", full="color(81)", one="color(205)", good="color(115)", bad="color(210)",
    badge_fact="color(81)", badge_model="color(115)", badge_debated="color(215)", fog_ink="color(239)",
    contour="color(60)",
    bands=tuple(f"color({n})" for n in range(232, 241)),
    heats=tuple((f"color({n})", f"color({ink})") for n, ink in (
        (235, 249), (236, 249), (23, 255), (30, 232), (36, 232), (72, 232), (78, 232), (114, 232), (150, 232),
        (156, 232), (192, 232))),
    ordered=tuple(f"color({n})" for n in (192, 114, 79, 80, 75, 111, 141)),
    tints=("color(237)", "color(236)", "color(235)"),
)  # fmt: skip
_LIGHT_256 = replace(
    _LIGHT, name="256", background="color(255)", bar="color(252)", select="color(153)", track="color(251)",
    text="color(233)", soft="color(238)", dim="color(242)", faint="color(250)", accent="color(94)",
    on_accent="color(231)", you="color(94)", full="color(25)", one="color(125)", good="color(22)", bad="color(124)",
    badge_fact="color(25)", badge_model="color(22)", badge_debated="color(94)", fog_ink="color(250)",
    contour="color(67)",
    bands=tuple(f"color({n})" for n in (*range(249, 256), 231)),
    heats=tuple((f"color({n})", f"color({ink})") for n, ink in (
        (254, 238), (253, 238), (152, 233), (151, 233), (115, 233), (114, 233), (78, 233), (72, 233), (35, 233),
        (29, 231), (22, 231))),
    ordered=tuple(f"color({n})" for n in (58, 22, 23, 24, 25, 19, 54)),
    tints=("color(252)", "color(253)", "color(254)"),
)  # fmt: skip
_SIXTEEN = replace(
    _DARK, name="16", background="black", bar="black", select="blue", track="default", text="bright_white",
    soft="white", dim="bright_black", faint="bright_black", accent="bright_yellow", on_accent="black",
    you="bright_yellow", full="bright_cyan", one="bright_magenta", good="bright_green", bad="bright_red",
    badge_fact="bright_cyan", badge_model="bright_green", badge_debated="bright_yellow", fog_ink="bright_black",
    contour="blue", bands=(),
    heats=(("black", "white"), ("black", "bright_white"), ("blue", "bright_white"), ("cyan", "black"),
           ("green", "black"), ("bright_green", "black")),
    ordered=("bright_yellow", "bright_green", "bright_cyan", "bright_white", "bright_magenta", "bright_blue"),
    tints=(None, None, None),
)  # fmt: skip
_LIGHT_SIXTEEN = replace(
    _SIXTEEN, background="bright_white", bar="bright_white", text="black", soft="black",
    you="red", full="blue", one="magenta", good="green", bad="red",
    ordered=("green", "black", "cyan", "blue", "magenta", "red"),
    accent="blue", on_accent="bright_white", select="bright_cyan", badge_fact="blue", badge_model="green",
    badge_debated="red", contour="cyan",
    heats=(("bright_white", "black"), ("bright_white", "black"), ("bright_cyan", "black"), ("cyan", "black"),
           ("bright_green", "black"), ("green", "black")),
)  # fmt: skip
_MONO = Look("mono", *(None,) * 20, mono=True)


@cache
def mix(under: Colour, over: Colour, share: float) -> Colour:
    """Return a colour with `share` of another mixed in; colours that are not "#rrggbb" stay as they are."""
    if not (under and over and under.startswith("#") and over.startswith("#")):
        return under
    pairs = ((int(under[i : i + 2], 16), int(over[i : i + 2], 16)) for i in (1, 3, 5))
    return "#{:02x}{:02x}{:02x}".format(*(round(a + (b - a) * share) for a, b in pairs))


@cache
def look(colors: Colors, folds: Folds = "", theme: Theme = "dark") -> Look:
    """Return the look for a depth of colour, for all signs or the folded ones, on a dark or a light background."""
    dark = theme == "dark"
    chosen = {
        "true": _DARK if dark else _LIGHT,
        "256": _DARK_256 if dark else _LIGHT_256,
        "16": _SIXTEEN if dark else _LIGHT_SIXTEEN,
        "mono": _MONO,
    }[colors]
    chosen = replace(chosen, theme=theme)
    if not folds:
        return chosen
    plainer = replace(
        chosen, folds=folds, star="*", no_star=".", cursor=">", fog=":", cross="x", glyphs=("Y", "F", "1")
    )
    return plainer if folds == "ambiguous" else replace(plainer, bands=(), tints=(None, None, None))
