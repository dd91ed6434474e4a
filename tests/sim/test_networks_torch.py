"""Training step by step against PyTorch, which is in the group `bench` and not among what the tests need."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from batchgame.sim.networks.networks import Networks, Setup

from .nets import ARRAY, in_c

torch: Any = pytest.importorskip("torch", reason="PyTorch is not installed: uv sync --group bench")
UPDATES = 100


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("batch_size", [1, 16, 7, 1200])
@pytest.mark.parametrize("data", ["digits", "spirals"])
@pytest.mark.parametrize("engine", [ARRAY, *in_c()[-1:]], ids=lambda engine: engine.name)
def test_losses_are_pytorch_s(engine: Any, data: str, batch_size: int, momentum: float) -> None:
    batch_size = min(batch_size, 1024) if data == "spirals" else batch_size
    rate = 0.1 * (1 - momentum)
    networks = Networks(
        Setup(data), [3], seed=1, batch_size=batch_size, learning_rate=rate, momentum=momentum, engine=engine
    )
    x = torch.from_numpy(networks.data.x[networks.split.train[0]])
    y = torch.from_numpy(networks.split.labels[0].astype(np.int64))
    inputs, hidden, outputs = networks.shape
    model = torch.nn.Sequential(torch.nn.Linear(inputs, hidden), torch.nn.Tanh(), torch.nn.Linear(hidden, outputs))
    w1, b1, w2, b2 = (torch.from_numpy(np.array(part[0])) for part in networks.shape.layers(networks.theta))
    with torch.no_grad():
        for own, ours in zip(model.parameters(), (w1.T, b1[0], w2.T, b2[0]), strict=True):
            own.copy_(ours)
    optimizer = torch.optim.SGD(model.parameters(), lr=rate, momentum=momentum)
    batches, loss, worst = networks.batches, torch.nn.functional.cross_entropy, 0.0
    for update in range(UPDATES):
        epoch, position = batches.place(update)
        rows = np.arange(len(y))
        if not batches.full(epoch):
            rows = batches.rows(1, networks.numbers, epoch, np)[0].astype(np.int64)
        batch = torch.from_numpy(rows[position * batch_size : (position + 1) * batch_size])
        optimizer.zero_grad()
        loss(model(x[batch]), y[batch]).backward()
        optimizer.step()
        networks.advance(1)
        with torch.no_grad():
            worst = max(worst, abs(float(loss(model(x), y)) - float(networks.train()[0][0])))
    print(f"{engine.name}, {data}, B = {batch_size}, λ = {momentum}: largest difference of the loss {worst:.1e}")
    assert worst < 1e-5
