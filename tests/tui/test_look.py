"""Looks: texts that can be read, lanes that can be told apart, and no colours where there are none."""

from __future__ import annotations

from itertools import product

from looks import DEPTHS, THEMES, all_looks, colours, name_of

from batchgame.tui.draw.colours import rgb
from batchgame.tui.draw.look import Look, look, mix
from batchgame.tui.text.choices import Colors

LANES = ("you", "full", "one")
DEEP: tuple[Colors, ...] = ("true", "256")
DEEP_LOOKS = [look(depth, "", theme) for depth, theme in product(DEEP, THEMES)]


def luminance(colour: str) -> float:
    """Return the relative luminance, as WCAG 2.2 defines it."""
    parts = (part / 255 for part in rgb(colour))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str | None, other: str | None) -> float:
    """Return the contrast of WCAG 2.2, from 1 to 21. Both must be colours, and not the terminal's own."""
    assert one
    assert other
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def margins(chosen: Look) -> list[tuple[str, float]]:
    """Return by how much the contrast of each text with its background is above the least that it should be."""
    inks = ("text", "soft", "you", "full", "one", "good", "bad", "accent")
    on_background = [(name, contrast(getattr(chosen, name), chosen.background) - 4.5) for name in inks]
    return [
        *on_background,
        ("dim", contrast(chosen.dim, chosen.background) - 3),
        ("text on bar", contrast(chosen.text, chosen.bar) - 4.5),
        ("text on select", contrast(chosen.text, chosen.select) - 4.5),
        ("on_accent", contrast(chosen.on_accent, chosen.accent) - 4.5),
        *((f"ordered {n}", contrast(ink, chosen.background) - 4.5) for n, ink in enumerate(chosen.ordered)),
        *((f"heat {n}", contrast(paper, ink) - 4) for n, (paper, ink) in enumerate(chosen.heats)),
    ]


def test_texts_stand_out_from_what_is_behind_them() -> None:
    weak = [(name_of(chosen), name) for chosen in DEEP_LOOKS for name, margin in margins(chosen) if margin < 0]
    assert weak == []


def test_lanes_are_seen_on_every_band_of_the_landscape() -> None:
    assert all(len(chosen.bands) >= 8 for chosen in DEEP_LOOKS)
    unseen = [
        (name_of(chosen), lane, band)
        for chosen in DEEP_LOOKS
        for lane, band in product(LANES, chosen.bands)
        if contrast(chosen.lane(lane)[0], band) < 2.4
    ]
    assert unseen == []


def test_the_bands_rise_in_lightness_and_none_is_like_its_neighbour() -> None:
    light = {name_of(chosen): [luminance(band) for band in chosen.bands] for chosen in DEEP_LOOKS}
    assert [name for name, found in light.items() if found != sorted(found)] == []
    assert [name_of(chosen) for chosen in DEEP_LOOKS if len(set(chosen.bands)) < len(chosen.bands)] == []


def test_a_lane_is_never_told_by_colour_alone() -> None:
    alike = [
        name_of(chosen)
        for chosen in all_looks()
        if len({chosen.lane(lane)[1] for lane in LANES}) < 3
        or (not chosen.mono and len({chosen.lane(lane)[0] for lane in LANES}) < 3)
    ]
    assert alike == []


def test_mono_has_no_colour_at_all_and_ascii_no_other_sign() -> None:
    for theme in THEMES:
        mono = look("mono", "ascii", theme)
        assert colours(mono) == []
        assert mono.heat(0.5) == (None, None)
        signs = (*mono.glyphs, mono.star, mono.no_star, mono.cursor, mono.fog, mono.cross)
        assert [sign for sign in signs if not sign.isascii()] == []


def test_heat_goes_from_none_to_all() -> None:
    coloured = [look(depth) for depth in DEPTHS if depth != "mono"]
    ends = [(chosen.heat(0), chosen.heat(1)) for chosen in coloured]
    assert ends == [(chosen.heats[0], chosen.heats[-1]) for chosen in coloured]


def test_colours_are_mixed_where_they_can_be() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#102030", "#ffffff", 0) == "#102030"
    assert mix("color(17)", "#ffffff", 0.5) == "color(17)"
    assert mix(None, "#ffffff", 0.5) is None
