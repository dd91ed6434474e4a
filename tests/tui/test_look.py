"""Looks: readable, known to the terminal, and without colour where there is none."""

from __future__ import annotations

import pytest
from looks import DEPTHS, THEMES, all_looks, colours, name_of

from batchgame.tui.draw.colours import rgb
from batchgame.tui.draw.look import Look, look, mix
from batchgame.tui.text.choices import Colors, Theme

LANES = ("you", "full", "one")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = (part / 255 for part in rgb(colour))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("depth", ["true", "256"])
def test_body_text_stands_out_from_the_ground(depth: Colors, theme: Theme) -> None:
    chosen = look(depth, "", theme)
    assert chosen.background
    assert chosen.bar
    assert chosen.select
    for name in ("text", "soft", "you", "full", "one", "good", "bad", "accent"):
        assert contrast(getattr(chosen, name), chosen.background) >= 4.5, name
    assert contrast(chosen.dim, chosen.background) >= 3 if chosen.dim else False
    for paper in (chosen.bar, chosen.select):
        assert chosen.text
        assert contrast(chosen.text, paper) >= 4.5
    assert chosen.accent
    assert chosen.on_accent
    assert contrast(chosen.on_accent, chosen.accent) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("depth", ["true", "256"])
def test_figures_on_the_map_of_outcomes_can_be_read(depth: Colors, theme: Theme) -> None:
    for paper, ink in look(depth, "", theme).heats:
        assert paper
        assert ink
        assert contrast(paper, ink) >= 4.0, (paper, ink)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("depth", ["true", "256"])
def test_lanes_are_seen_on_every_band_of_the_landscape(depth: Colors, theme: Theme) -> None:
    chosen = look(depth, "", theme)
    assert len(chosen.bands) >= 8
    for lane in LANES:
        ink, _ = chosen.lane(lane)
        assert ink
        assert min(contrast(ink, band) for band in chosen.bands) >= 2.4, lane


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("depth", ["true", "256"])
def test_the_bands_rise_in_lightness_and_none_is_like_its_neighbour(depth: Colors, theme: Theme) -> None:
    light = [luminance(band) for band in look(depth, "", theme).bands]
    assert light == sorted(light)
    assert len(set(look(depth, "", theme).bands)) == len(light)


@pytest.mark.parametrize("chosen", all_looks(), ids=name_of)
def test_a_lane_is_never_told_by_colour_alone(chosen: Look) -> None:
    assert len({chosen.lane(lane)[1] for lane in LANES}) == 3
    if not chosen.mono:
        assert len({chosen.lane(lane)[0] for lane in LANES}) == 3


@pytest.mark.parametrize("theme", THEMES)
def test_mono_has_no_colour_at_all_and_ascii_no_other_glyph(theme: Theme) -> None:
    mono = look("mono", "ascii", theme)
    assert colours(mono) == []
    assert mono.heat(0.5) == (None, None)
    signs = (*mono.glyphs, mono.star, mono.no_star, mono.cursor, mono.fog, mono.cross)
    assert all(sign.isascii() for sign in signs)


@pytest.mark.parametrize("depth", [depth for depth in DEPTHS if depth != "mono"])
def test_heat_goes_from_none_to_all(depth: Colors) -> None:
    chosen = look(depth)
    assert chosen.heat(0) == chosen.heats[0]
    assert chosen.heat(1) == chosen.heats[-1]


def test_colours_are_mixed_where_they_can_be() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#102030", "#ffffff", 0) == "#102030"
    assert mix("color(17)", "#ffffff", 0.5) == "color(17)"
    assert mix(None, "#ffffff", 0.5) is None
