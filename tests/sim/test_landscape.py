"""Loss, gradient and Hessian against closed forms and central differences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchgame.sim.landscape import MONOMIALS, Landscape, Well

from .stages import landscape, read

EPSILON = 1e-5  # With smaller steps rounding errors dominate.
NAMES = list(read("landscapes"))
numbers = st.floats(-1.5, 1.5)


def differences(terrain: Landscape, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Compute central differences of the loss and of the gradient."""
    steps = EPSILON * np.eye(2)
    gradient = np.stack([(terrain.loss(theta + h) - terrain.loss(theta - h)) / (2 * EPSILON) for h in steps], axis=-1)
    hessian = [(terrain.gradient(theta + h) - terrain.gradient(theta - h)) / (2 * EPSILON) for h in steps]
    return gradient, np.stack(hessian, axis=-1)


def agree(terrain: Landscape, theta: np.ndarray) -> None:
    gradient, hessian = differences(terrain, theta)
    found, curved = terrain.gradient(theta), terrain.hessian(theta)
    # A difference of two losses contains their rounding errors, divided by the step.
    slack = 1e-8 + 1e-15 / EPSILON * (1 + np.abs(terrain.example_losses(theta)).max())
    assert np.allclose(found, gradient, rtol=1e-6, atol=1e3 * EPSILON**2 + slack)
    assert np.allclose(curved, hessian, rtol=1e-6, atol=1e3 * EPSILON**2 + slack)
    assert np.array_equal(curved[..., 0, 1], curved[..., 1, 0])


@pytest.mark.parametrize("name", NAMES)
def test_derivatives_of_the_measured_landscapes(name: str) -> None:
    points = np.random.default_rng(1).uniform((-3, -2), (3, 2), size=(200, 2))
    agree(landscape(name), points)


@st.composite
def landscapes(draw: st.DrawFn) -> Landscape:
    """Draw any quartic, with up to four wells or hills that differ between examples."""
    examples = draw(st.integers(2, 4))
    coefficients = [[draw(numbers) for _ in MONOMIALS] for _ in range(examples)]
    wells = []
    for _ in range(draw(st.integers(0, 4))):
        a11, a22 = draw(st.floats(0.1, 8)), draw(st.floats(0.1, 8))
        a12 = draw(st.floats(-0.9, 0.9)) * np.sqrt(a11 * a22)
        wells.append(
            Well(
                np.array([draw(numbers), draw(numbers)]),
                np.array([a11, a12, a22]),
                np.array([draw(numbers) for _ in range(examples)]),
                np.array([[draw(numbers), draw(numbers)] for _ in range(examples)]),
            )
        )
    return Landscape(np.array(coefficients), tuple(wells))


@given(landscapes(), numbers, numbers)
def test_derivatives_of_any_landscape(terrain: Landscape, x: float, y: float) -> None:
    agree(terrain, np.array([x, y]))


@given(landscapes(), numbers, numbers, numbers, numbers)
def test_a_landscape_moved_is_the_landscape_elsewhere(
    terrain: Landscape, x: float, y: float, dx: float, dy: float
) -> None:
    here, there = np.array([x, y]), np.array([x + dx, y + dy])
    moved = terrain.shifted((dx, dy))
    assert np.allclose(moved.loss(there), terrain.loss(here), rtol=1e-9, atol=1e-9)
    assert np.allclose(moved.gradient(there), terrain.gradient(here), rtol=1e-9, atol=1e-8)


@given(landscapes(), numbers, numbers)
def test_the_mean_over_examples(terrain: Landscape, x: float, y: float) -> None:
    each = terrain.example_gradients((x, y))
    assert np.allclose(terrain.gradient((x, y)), each.mean(axis=0), atol=1e-12)
    assert np.allclose(terrain.gradient((x, y), [1]), each[1])
    assert np.allclose(terrain.loss((x, y)), terrain.example_losses((x, y)).mean(), atol=1e-12)


def test_shapes() -> None:
    terrain = landscape("canyon")
    theta = np.zeros((3, 4, 2))
    assert terrain.loss(theta).shape == (3, 4)
    assert terrain.example_losses(theta).shape == (3, 4, 20)
    assert terrain.gradient(theta).shape == (3, 4, 2)
    assert terrain.gradient(theta, [0, 5]).shape == (3, 4, 2)
    assert terrain.hessian(theta).shape == (3, 4, 2, 2)
    assert terrain.loss((0.0, 0.0)).shape == ()


def test_the_optimum_of_the_regression() -> None:
    """The optimum is that of a least-squares solver."""
    found = landscape("epoch")
    w, b = found.coefficients[:, 3], found.coefficients[:, 4]  # x_n², 2x_n
    x = b / 2
    assert np.allclose(w, x**2)
    y = -found.coefficients[:, 2] / 2
    optimum = np.linalg.lstsq(np.stack([x, np.ones_like(x)], axis=1), y, rcond=None)[0]
    assert optimum == pytest.approx((2.0629, -1.0005), abs=5e-5)
    assert np.abs(found.gradient(optimum)).max() < 1e-12


def test_the_saddle_is_one_exactly() -> None:
    """Its tilts are multiples of 1/64 with sum 0, so the full gradient is exactly 0, and no example's gradient is."""
    terrain = landscape("saddle")
    assert not terrain.gradient((0.0, 0.0)).any()
    assert terrain.example_gradients((0.0, 0.0)).any(axis=-1).all()
    assert terrain.hessian((0.0, 0.0)).tolist() == [[1, 0], [0, -1]]
    assert not terrain.gradient([(x, 0.0) for x in (1.5, 0.3, -2.0)])[:, 1].any()


def test_a_single_well() -> None:
    well = Well(np.array([1.0, 2.0]), np.array([4.0, 0.0, 1.0]), np.array([3.0, 3.0]), np.zeros((2, 2)))
    terrain = Landscape(np.zeros((2, 15)), (well,))
    assert terrain.loss((1.0, 2.0)) == -3.0
    assert terrain.loss((1.5, 2.0)) == pytest.approx(-3 * np.exp(-0.5))
    assert terrain.hessian((1.0, 2.0)).tolist() == [[12, 0], [0, 3]]
    assert well.of(1).amplitude.tolist() == [3.0]
