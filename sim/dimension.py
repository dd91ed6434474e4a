"""Random symmetric matrices as Hessians of critical points in d dimensions: how rare are local minima?

The matrices are the Gaussian orthogonal ensemble, scaled so that the eigenvalues fill −1 to 1 as d grows. A critical
point is a minimum if all eigenvalues are above 0. The Hessian of a real network is no such matrix, so this is a picture
and not a proof.

In a random landscape of many dimensions the whole spectrum of a critical point moves with its loss: below the mean loss
up, above it down (A. J. Bray and D. S. Dean 2007). A level of the loss is therefore subtracted from every eigenvalue.
"""

from __future__ import annotations

from math import lgamma, log, pi

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.outcome import wilson

Array = NDArray[np.float64]
DIAL = (2, 3, 4, 5, 6, 8, 10, 15, 20, 50, 100, 200)  # dimensions
LEVELS = (-1.2, -0.8, -0.4, 0.0, 0.4, 0.8, 1.2)  # of the loss, by how far they move the spectrum; 0 is the mean
REACH, BINS = 2.4, 60  # the histogram of eigenvalues goes from −REACH to REACH
_WORK, _MOST = 16_000_000, 200_000  # limits for one dimension: entries of all its matrices, and number of matrices
_SLICE = 30_000  # entries that one call of `measure` draws and diagonalises, in about 10 ms


def draw(generator: np.random.Generator, dimension: int, matrices: int) -> Array:
    """Draw symmetric matrices with normal entries; return their eigenvalues (matrices, dimension), rows ascending."""
    entries = generator.standard_normal((matrices, dimension, dimension))
    symmetric = (entries + entries.transpose(0, 2, 1)) / (8 * dimension) ** 0.5
    return np.asarray(np.linalg.eigvalsh(symmetric))


class Spectra:
    """The eigenvalues of a growing number of random matrices of one dimension. The same seed draws the same matrices.

    most: how many matrices are drawn in all. level: of the loss, subtracted from every eigenvalue. negatives[k]:
    how many matrices have k eigenvalues below 0. bins: a histogram of all eigenvalues.
    """

    def __init__(self, dimension: int, seed: int = 0, level: float = 0.0) -> None:
        self.dimension = dimension
        self.level = level
        self.matrices = 0
        self.most = max(1, min(_MOST, _WORK // dimension**2))
        self.slice = max(1, _SLICE // dimension**2 // (8 if dimension < 4 else 1))  # small matrices cost more per entry
        self.negatives = np.zeros(dimension + 1, dtype=np.int64)
        self.bins = np.zeros(BINS, dtype=np.int64)
        self._generator = np.random.default_rng((seed, dimension))

    def measure(self) -> None:
        """Draw one more slice of matrices, or nothing if all have been drawn."""
        more = min(self.slice, self.most - self.matrices)
        if more <= 0:
            return
        values = draw(self._generator, self.dimension, more) - self.level
        self.negatives += np.bincount((values < 0).sum(axis=1), minlength=self.dimension + 1)
        self.bins += np.histogram(values, BINS, (-REACH, REACH))[0]
        self.matrices += more

    @property
    def complete(self) -> bool:
        """Return whether all matrices have been drawn."""
        return self.matrices >= self.most

    @property
    def minima(self) -> int:
        """Return the number of matrices with no eigenvalue below 0."""
        return int(self.negatives[0])

    @property
    def fraction(self) -> float:
        """Return the share of the matrices so far that are minima."""
        return self.minima / max(1, self.matrices)

    def interval(self) -> tuple[float, float]:
        """Return the 95 % interval for the chance of a minimum, (0, 1) before the first matrix."""
        return wilson(self.minima, self.matrices) if self.matrices else (0.0, 1.0)

    def negative(self) -> tuple[float, float, float]:
        """Return the 10 % quantile, mean and 90 % quantile, over the matrices, of the share of negative eigenvalues."""
        if not self.matrices:
            return 0.0, 0.5, 1.0
        shares = np.arange(self.dimension + 1) / self.dimension
        rising = np.cumsum(self.negatives) / self.matrices
        low, high = (float(shares[int(np.searchsorted(rising, q))]) for q in (0.1, 0.9))
        return low, float(shares @ self.negatives) / self.matrices, high


def chance(dimension: int) -> float:
    """Compute the chance that all eigenvalues of such a matrix are above 0, to about 6 digits up to d = 12.

    The joint density of the eigenvalues is ∏|λi − λj| ∏exp(−λi²/2), divided by Mehta's constant. Its integral over the
    half line is d! times a Pfaffian of double integrals (N. G. de Bruijn 1955). They are computed by quadrature, in
    polynomials that are orthogonal on the half line.
    """
    at, weights, before = _panels()
    weight = np.exp(-(at**2) / 2)
    columns = [np.ones_like(at)]
    norms: list[float] = []
    for n in range(dimension):  # Stieltjes' recurrence for monic orthogonal polynomials
        last = columns[-1]
        norms.append(float(weights @ (last**2 * weight)))
        shift = float(weights @ (at * last**2 * weight)) / norms[-1]
        columns.append((at - shift) * last - (norms[-1] / norms[-2] * columns[-2] if n else 0.0))
    scale = np.sqrt(norms)
    rows = np.array(columns[:dimension]) / scale[:, None] * weight  # (d, nodes)
    below = rows @ before.T  # the integral of each row from 0 up to each node
    total = rows @ weights
    double = (rows * weights) @ (2 * below - total[:, None]).T
    double = (double - double.T) / 2
    if dimension % 2:
        double = np.block([[double, total[:, None]], [-total[None, :], np.zeros((1, 1))]])
    pfaffian = np.linalg.slogdet(double)[1] / 2 + float(np.log(scale).sum())
    mehta = dimension / 2 * log(2 * pi) + sum(lgamma(1 + j / 2) - lgamma(1.5) for j in range(1, dimension + 1))
    return float(np.exp(pfaffian + lgamma(dimension + 1) - mehta))


def _panels() -> tuple[Array, Array, Array]:
    """Return quadrature nodes on the half line, their weights, and a matrix (nodes, nodes).

    The matrix maps the values of a function at the nodes to its integrals from 0 up to each node.
    """
    pieces, order, end = 24, 16, 12.0
    x, w = np.polynomial.legendre.leggauss(order)
    powers = np.polynomial.legendre.legvander(x, order - 1)
    # `coefficients` maps values at the nodes to Legendre coefficients. `integrals` integrates each polynomial from −1.
    coefficients = powers.T * w * (2 * np.arange(order)[:, None] + 1) / 2
    integrals = np.stack(
        [np.polynomial.legendre.legval(x, np.polynomial.legendre.legint(row, lbnd=-1)) for row in np.eye(order)], axis=1
    )
    inside = integrals @ coefficients * (end / pieces / 2)
    width = end / pieces
    at = (np.arange(pieces)[:, None] + (x + 1) / 2).ravel() * width
    weights = np.tile(w * width / 2, pieces)
    before = np.zeros((pieces * order, pieces * order))
    for n in range(pieces):
        rows = slice(n * order, (n + 1) * order)
        before[rows, : n * order] = weights[: n * order]
        before[rows, rows] = inside
    return at, weights, before
