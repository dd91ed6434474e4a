"""Random symmetric matrices: their eigenvalues against exact results."""

from math import exp, log, pi, sqrt

import numpy as np
import pytest

from batchgame.sim.dimension import BINS, DIAL, REACH, Spectra, chance, draw


def measured(dimension: int, matrices: int, seed: int = 0) -> Spectra:
    spectra = Spectra(dimension, seed)
    while spectra.matrices < matrices and not spectra.complete:
        spectra.measure()
    return spectra


def test_the_chance_is_the_known_one() -> None:
    assert chance(1) == pytest.approx(1 / 2)
    assert chance(2) == pytest.approx((2 - sqrt(2)) / 4)
    assert chance(3) == pytest.approx(1 / 4 - sqrt(2) / (2 * pi))


def test_its_logarithm_falls_with_the_square_of_the_dimension() -> None:
    """It falls like exp(−(ln 3 / 4)·d²), so its second difference is twice that rate (Dean and Majumdar 2006)."""
    bends = [log(chance(d + 1)) - 2 * log(chance(d)) + log(chance(d - 1)) for d in (8, 10)]
    assert bends == pytest.approx([-log(3) / 2] * 2, rel=0.02)
    assert all(chance(d) < exp(-log(3) / 4 * d**2) for d in DIAL if d <= 12)


def test_what_is_measured_is_what_is_known() -> None:
    apart = {}
    for dimension in (2, 3, 4, 5):
        spectra = measured(dimension, 40_000)
        apart[dimension] = abs(spectra.fraction - chance(dimension)) / sqrt(chance(dimension) / spectra.matrices)
    assert {dimension: errors for dimension, errors in apart.items() if errors >= 4} == {}


def test_none_is_seen_in_ten_dimensions_and_that_bounds_the_chance() -> None:
    spectra = measured(10, 5_000)
    low, high = spectra.interval()
    assert (spectra.minima, low) == (0, 0.0)
    assert chance(10) < high == pytest.approx(3.84 / spectra.matrices, rel=0.01)


def semicircle(values: np.ndarray) -> np.ndarray:
    """Compute the density that the eigenvalues approach as d grows (E. Wigner 1955)."""
    return np.asarray(2 / pi * np.sqrt(np.maximum(0.0, 1 - values**2)))


def test_the_eigenvalues_come_to_the_semicircle() -> None:
    spectra = measured(100, 200)
    edges = np.linspace(-REACH, REACH, BINS + 1)
    density = spectra.bins / spectra.bins.sum() / (edges[1] - edges[0])
    assert np.abs(density - semicircle((edges[1:] + edges[:-1]) / 2)).max() < 0.1


def test_half_of_the_eigenvalues_are_negative_and_more_and_more_surely() -> None:
    spreads = []
    for dimension in (4, 20, 100):
        low, mean, high = measured(dimension, 400).negative()
        assert mean == pytest.approx(0.5, abs=0.02)
        spreads.append(high - low)
    assert spreads == sorted(spreads, reverse=True)


def test_the_slices_change_nothing() -> None:
    whole = draw(np.random.default_rng((3, 6)), 6, 2 * Spectra(6).slice)
    spectra = measured(6, len(whole), seed=3)
    assert spectra.matrices == len(whole)
    assert (spectra.negatives == np.bincount((whole < 0).sum(axis=1), minlength=7)).all()


def test_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("batchgame.sim.dimension._WORK", 2_000_000)
    spectra = measured(200, 10**9)
    assert spectra.complete
    assert spectra.matrices == spectra.most
    spectra.measure()
    assert spectra.matrices == spectra.most
    assert spectra.bins.sum() <= 200 * spectra.most
