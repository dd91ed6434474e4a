"""Networks that are trained side by side: inputs–hidden–outputs, tanh, softmax, cross-entropy, SGD with momentum.

    h = tanh(x W₁ + b₁)    z = h W₂ + b₂    loss = mean over the batch of the cross-entropy of softmax(z)
    m ← λm − ηg            θ ← θ + m

Network m of a seed is the same, whatever other networks there are and in whatever pieces it is trained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.networks.data import Data, data
from batchgame.sim.networks.engine import NetworkEngine, network_engine
from batchgame.sim.networks.names import TRAINING
from batchgame.sim.networks.start import Shape, Split, split, starts
from batchgame.sim.schedule import PLAIN, Batches, Schedule


@dataclass(frozen=True)
class Setup:
    """What the networks learn: the data, the hidden units, the training examples, and the fraction of wrong labels.

    examples: the number of training examples, the usual one of the data if None. All others are test examples.
    """

    data: str = "digits"
    hidden: int = 32
    examples: int | None = None
    wrong_labels: float = 0.0

    @property
    def training(self) -> int:
        """Return the number of training examples."""
        return self.examples or TRAINING[self.data]


class Measured(NamedTuple):
    """The mean loss and the fraction of right answers of each network, (M,) each."""

    train_loss: NDArray[np.float64]
    train_accuracy: NDArray[np.float64]
    test_loss: NDArray[np.float64]
    test_accuracy: NDArray[np.float64]


class Networks:
    """M networks of one seed in training. `advance` moves them; everything else only looks.

    networks: how many, or their numbers. learning_rate, momentum: η and λ, one for all or one for each network.
    schedule: how examples are drawn, the factor on η and the change of B; see sim/schedule.py.
    until_loss: a network is left as it is once its loss over all training examples is at most this. The loss is looked
    at whenever an epoch ends.

    theta, velocity: (M, P) float32, θ and m; `shape.layers` names their parts. m is kept where λ is not 0.
    finished_at: (M,) the update at which each network was left, 0 while it is trained. update: the updates so far.
    """

    def __init__(
        self, setup: Setup = Setup(), networks: int | Sequence[int] = 64, *, seed: int = 0, batch_size: int = 16,
        learning_rate: float | Sequence[float] = 0.1, momentum: float | Sequence[float] = 0.0,
        schedule: Schedule = PLAIN, until_loss: float | None = None, engine: str | NetworkEngine = "auto",
    ) -> None:  # fmt: skip
        self.engine = network_engine(engine) if isinstance(engine, str) else engine
        self.setup, self.seed, self.until_loss = setup, seed, until_loss
        self.data: Data = data(setup.data)
        if not 2 <= setup.training < len(self.data):
            raise ValueError(f"examples {setup.training}: from 2 to {len(self.data) - 1} are needed")
        self.batches = Batches(setup.training, batch_size, schedule)
        self.numbers = np.asarray(range(networks) if isinstance(networks, int) else networks, dtype=np.uint32)
        self.shape = Shape(self.data.inputs, setup.hidden, self.data.classes)
        self.split: Split = split(seed, self.numbers, self.data, setup.training, setup.wrong_labels)
        self.learning_rate = np.broadcast_to(np.asarray(learning_rate, dtype=np.float64), self.count)
        self.momentum = np.broadcast_to(np.asarray(momentum, dtype=np.float64), self.count)
        self.theta: Any = self.engine.array(starts(seed, self.numbers, self.shape))
        self.velocity: Any = self.engine.array(np.zeros((self.count, self.shape.parameters), dtype=np.float32))
        self.finished_at = np.zeros(self.count, dtype=np.int64)
        self.update = 0

    @property
    def count(self) -> int:
        """Return the number of networks, M."""
        return len(self.numbers)

    @property
    def epochs(self) -> float:
        """Return the epochs so far: the examples that each network has used, divided by their number."""
        return self.batches.epochs_seen(self.update)

    @property
    def running(self) -> int:
        """Return how many networks are still trained."""
        return int((self.finished_at == 0).sum())

    @property
    def updates_each(self) -> NDArray[np.int64]:
        """Return how many updates each network has made, (M,)."""
        return np.where(self.finished_at > 0, self.finished_at, self.update)

    def advance(self, updates: int) -> None:
        """Make some updates of every network that is still trained, and look at their losses where an epoch ends."""
        end = self.update + updates
        while self.update < end and self.running:
            span = end - self.update if self.until_loss is None else min(end - self.update, self._left_in_epoch())
            self.engine.train(self, span)
            self.update += span
            if self.until_loss is not None and not self.batches.place(self.update)[1]:
                self._look(self.until_loss)

    def advance_epochs(self, epochs: int = 1) -> None:
        """Train to the end of this epoch, or of a later one."""
        epoch, _ = self.batches.place(self.update)
        self.advance(self.batches.in_epochs(epoch + epochs) - self.update)

    def train(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the loss and the accuracy of each network on its training examples, (M,) each."""
        return self.engine.measure(self, self.theta, self.split.train, self.split.labels)

    def test(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the loss and the accuracy of each network on its test examples, (M,) each."""
        return self.engine.measure(self, self.theta, self.split.test, self.split.test_labels)

    def measure(self) -> Measured:
        """Return the losses and accuracies on training and test examples."""
        return Measured(*self.train(), *self.test())

    def parameters(self) -> NDArray[np.float32]:
        """Return a copy of the parameters in the memory of the host, (M, P)."""
        return self.engine.host(self.theta).copy()

    def gradient(self, theta: Any = None) -> NDArray[np.float32]:
        """Return the gradient of the loss over all training examples, (M, P), at θ or at other parameters."""
        theta = self.theta if theta is None else self.engine.array(theta)
        return self.engine.gradient(self, theta)

    def _left_in_epoch(self) -> int:
        epoch, position = self.batches.place(self.update)
        return self.batches.updates_in_epoch(epoch) - position

    def _look(self, loss: float) -> None:
        losses, _ = self.train()
        self.finished_at[(self.finished_at == 0) & (losses <= loss)] = self.update
