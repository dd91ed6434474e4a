"""Training of real networks against other ways to compute the same: million examples per CPU second.

    python bench/networks.py [--batch-size 1 32 64 1200] [--only native,jax] [--runs 3] [--thousand]

The networks are 64-32-10 on 1200 digits with η = 0.1, each with its own start, split and shuffles. Every program is a
process of its own. It trains once to warm up, which includes compiling, and must find the losses of NumPy. The programs
take turns; a figure is the median of the runs. CPU seconds are compared, because other programs may keep the machine
busy; wall seconds stand beside them. Peers that are not installed are skipped with a line. `--thousand` also times 1000
networks, B = 1, 20 epochs, in C on two threads. No test depends on the times.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from engines import ONE_THREAD, machine

from batchgame.sim.networks.engine import network_engine
from batchgame.sim.networks.networks import Networks, Setup

RATE = 0.1
# Networks and epochs of a run, by program: enough for about a second, and as many at once as suits the program.
WORK = {"numpy": (80, 1), "native": (64, 5), "native, 2 threads": (64, 5), "jax": (64, 1), "torch, loop": (1, 1),
        "torch, batched": (80, 1), "plain C": (16, 5)}  # fmt: skip
Train = Callable[[Any], Any]  # from the parameters (M, P) before training to those after it


class Work:
    """The same networks for every program, with the rows (epochs, M, n) and classes of each epoch in their order."""

    def __init__(self, count: int, epochs: int, batch_size: int) -> None:
        self.networks = Networks(Setup(), count, batch_size=batch_size, learning_rate=RATE, engine="numpy")
        self.epochs, self.batch_size, batches = epochs, batch_size, self.networks.batches
        split, orders = self.networks.split, []
        for epoch in range(epochs):
            full = np.broadcast_to(np.arange(batches.examples), split.train.shape)
            order = full if batches.full(epoch) else batches.rows(0, self.networks.numbers, epoch, np).astype(np.int64)
            orders.append(order)
        self.rows = np.array([np.take_along_axis(split.train, order, axis=1) for order in orders])
        self.classes = np.array([np.take_along_axis(split.labels, order, axis=1) for order in orders])
        self.theta: Any = self.networks.theta

    def batches(self) -> list[tuple[Any, Any]]:
        """Return rows and classes (M, b) of each update, the short last batch of an epoch included."""
        return [
            (rows[:, at : at + self.batch_size], classes[:, at : at + self.batch_size])
            for rows, classes in zip(self.rows, self.classes, strict=True)
            for at in range(0, rows.shape[1], self.batch_size)
        ]


def own(name: str, threads: int = 1) -> Callable[[Work], Train]:
    """Return the maker of one of the project's engines."""

    def make(work: Work) -> Train:
        engine: Any = network_engine(name)
        engine = type(engine)(threads) if name == "native" else engine

        def train(theta: Any) -> Any:
            count = len(theta)
            networks = Networks(Setup(), count, batch_size=work.batch_size, learning_rate=RATE, engine=engine)
            networks.advance_epochs(work.epochs)
            return networks.theta

        return train

    return make


def with_jax(work: Work) -> Train:
    """Make JAX's program: `vmap` over networks of a `scan` over the whole batches of an epoch."""
    import jax
    import jax.numpy as jnp

    x, shape, size = jnp.asarray(work.networks.data.x), work.networks.shape, work.batch_size

    def loss(layers: Any, rows: Any, classes: Any) -> Any:
        w1, b1, w2, b2 = layers
        z = jnp.tanh(x[rows] @ w1 + b1) @ w2 + b2
        return -jnp.take_along_axis(jax.nn.log_softmax(z), classes[:, None], axis=1).mean()

    def update(layers: Any, batch: Any) -> Any:
        gradient = jax.grad(loss)(layers, *batch)
        return tuple(a - RATE * b for a, b in zip(layers, gradient, strict=True)), None

    def epoch(layers: Any, rows: Any, classes: Any) -> Any:
        whole = rows.shape[0] // size * size
        cut = [each[:whole].reshape(-1, size) for each in (rows, classes)]
        layers, _ = jax.lax.scan(update, layers, tuple(cut))
        return update(layers, (rows[whole:], classes[whole:]))[0] if whole < rows.shape[0] else layers

    together = jax.jit(jax.vmap(epoch))
    given = [(jnp.asarray(r), jnp.asarray(c.astype(np.int32))) for r, c in zip(work.rows, work.classes, strict=True)]

    def train(theta: Any) -> Any:
        w1, b1, w2, b2 = (jnp.asarray(part) for part in shape.layers(theta))
        layers = w1, b1[:, 0], w2, b2[:, 0]
        for rows, classes in given:
            layers = together(layers, rows, classes)
        return np.concatenate([np.asarray(each).reshape(len(theta), -1) for each in layers], axis=1)

    return train


def with_torch(is_loop: bool) -> Callable[[Work], Train]:
    """Return the maker of PyTorch's program: a usual loop with a module and SGD, or batched products."""

    def make(work: Work) -> Train:
        import torch

        torch.set_num_threads(1)
        x, loss = torch.from_numpy(work.networks.data.x), torch.nn.functional.cross_entropy
        given = [
            (torch.from_numpy(r.astype(np.int64)), torch.from_numpy(c.astype(np.int64))) for r, c in work.batches()
        ]
        shape = work.networks.shape

        def loop(theta: Any) -> Any:
            w1, b1, w2, b2 = (torch.from_numpy(part[0].copy()) for part in shape.layers(theta))
            model = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.Tanh(), torch.nn.Linear(32, 10))
            with torch.no_grad():
                for to, of in zip(model.parameters(), (w1.T, b1[0], w2.T, b2[0]), strict=True):
                    to.copy_(of)
            optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
            for rows, classes in given:
                optimizer.zero_grad()
                loss(model(x[rows[0]]), classes[0]).backward()
                optimizer.step()
            a, b, c, d = (each.detach().numpy() for each in model.parameters())
            return np.concatenate([a.T.ravel(), b, c.T.ravel(), d])[None]

        def batched(theta: Any) -> Any:
            layers = [torch.from_numpy(part.copy()).requires_grad_() for part in shape.layers(theta)]
            w1, b1, w2, b2 = layers
            for rows, classes in given:
                z = torch.baddbmm(b2, torch.tanh(torch.baddbmm(b1, x[rows], w1)), w2)
                total = loss(z.flatten(0, 1), classes.flatten(), reduction="sum") / rows.shape[1]
                gradients = torch.autograd.grad(total, layers)
                with torch.no_grad():
                    for layer, gradient in zip(layers, gradients, strict=True):
                        layer -= RATE * gradient
            return np.concatenate([each.detach().numpy().reshape(len(theta), -1) for each in layers], axis=1)

        return loop if is_loop else batched

    return make


def in_plain_c(work: Work) -> Train:
    """Make the program in plain C, which is compiled into a temporary folder."""
    compiler = shutil.which(os.environ.get("CC", "gcc")) or shutil.which("cc")
    if compiler is None:
        raise ImportError("no C compiler")
    with tempfile.TemporaryDirectory() as folder:
        library, part = Path(folder) / "networks.so", Path(folder) / "networks.o"
        source = Path(__file__).parent / "peers" / "networks.c"
        flags = ["-O3", "-march=native", "-ffast-math", "-fPIC", "-c"]
        subprocess.run([compiler, *flags, source, "-o", part], check=True)
        # Linked without -ffast-math: with it, loading the library would make the whole process flush denormals to 0.
        subprocess.run([compiler, "-shared", part, "-o", library, "-lm"], check=True)
        function = ctypes.CDLL(str(library)).train
    x = work.networks.data.x
    rows, classes = (np.ascontiguousarray(each.swapaxes(0, 1)) for each in (work.rows, work.classes))

    def train(theta: Any) -> Any:
        found = theta.copy()
        for n in range(len(found)):
            pointers = (ctypes.c_void_p(each.ctypes.data) for each in (found[n], x, rows[n], classes[n]))
            numbers = work.rows.shape[2], work.epochs, work.batch_size
            function(*pointers, *map(ctypes.c_int, numbers), ctypes.c_float(RATE))
        return found

    return train


PROGRAMS: dict[str, Callable[[Work], Train]] = {
    "numpy": own("numpy"), "native": own("native"), "native, 2 threads": own("native", 2), "jax": with_jax,
    "torch, loop": with_torch(is_loop=True), "torch, batched": with_torch(is_loop=False), "plain C": in_plain_c,
}  # fmt: skip


def child(name: str, batch_size: int) -> None:
    """Train once to warm up and print the loss, then once for each line of stdin, and print the seconds."""
    work = Work(*WORK[name], batch_size)
    try:
        train = PROGRAMS[name](work)
    except Exception as error:
        print(json.dumps({"absent": str(error)}), flush=True)
        return
    found = train(work.theta)
    work.networks.theta = found
    print(json.dumps({"loss": float(work.networks.train()[0][0])}), flush=True)
    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        train(work.theta)
        print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}), flush=True)


def measure(names: list[str], batch_size: int, runs: int) -> None:
    """Let the programs take turns, and print a line for each."""
    programs, reference = {}, {}
    for name in names:
        environment = os.environ | ONE_THREAD
        command = [sys.executable, __file__, "--child", name, "--batch-size", str(batch_size)]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        line = process.stdout.readline() if process.stdout else ""
        first = json.loads(line or '{"absent": "ended without an answer"}')
        epochs = WORK[name][1]
        if epochs not in reference and "absent" not in first:
            work = Work(1, epochs, batch_size)
            work.networks.advance_epochs(epochs)
            reference[epochs] = float(work.networks.train()[0][0])
        if "absent" in first or abs(first["loss"] - reference[epochs]) > 1e-3:
            print(f"  {name:20} skipped: {first.get('absent', 'disagrees with NumPy')}", flush=True)
            process.kill()
            process.wait()
            continue
        programs[name] = process
    times: dict[str, list[dict[str, float]]] = {name: [] for name in programs}
    for _ in range(runs):
        for name, process in programs.items():
            assert process.stdin
            assert process.stdout
            process.stdin.write("\n")
            process.stdin.flush()
            times[name].append(json.loads(process.stdout.readline()))
    for name, process in programs.items():
        process.kill()
        process.wait()
        count, epochs = WORK[name]
        examples = count * epochs * 1200 / 1e6
        cpu, wall = (statistics.median(each[kind] for each in times[name]) for kind in ("cpu", "wall"))
        print(f"  {name:20}{examples / cpu:9.3f} per CPU second {examples / wall:9.3f} per second", flush=True)


def thousand() -> None:
    """Time 1000 networks with B = 1 for 20 epochs on two threads."""
    engine: Any = network_engine("native")
    networks = Networks(Setup(), 1000, batch_size=1, learning_rate=RATE, engine=type(engine)(2))
    wall, cpu = time.perf_counter(), time.process_time()
    networks.advance_epochs(20)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"1000 networks, B = 1, 20 epochs, two threads: {wall:.2f} s, {cpu:.2f} CPU seconds", flush=True)


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description="Real networks against other ways to train them.")
    parser.add_argument("--batch-size", nargs="+", type=int, default=[1, 32, 64, 1200], metavar="B")
    parser.add_argument("--only", default=",".join(name.split(",")[0] for name in WORK), metavar="NAMES")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--thousand", action="store_true", help="1000 networks for 20 epochs")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parsed = parser.parse_args()
    if parsed.child:
        child(parsed.child, parsed.batch_size[0])
        return
    names = [name for name in WORK if name.split(",")[0] in parsed.only.split(",")]
    print(f"64-32-10, 1200 digits, float32, million examples; medians of {parsed.runs} runs taken in turn")
    for batch_size in parsed.batch_size:
        print(f"B = {batch_size}", flush=True)
        measure(names, batch_size, parsed.runs)
    if parsed.thousand:
        thousand()
    print(machine())


if __name__ == "__main__":
    main()
