"""The benchmark of engines: every peer makes the same experiment, and missing peers do not stop the table."""

import importlib.util
import itertools
import os
import random
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engines import BATCHES, CHECK_UPDATES, CHECKED, UPDATES, agrees
from peers import own
from peers.experiment import Absent, canyon, experiment, network
from peers.worker import MODULES, checked

ENGINES = Path(__file__).parents[2] / "bench" / "engines.py"
PACKAGES = ("numba", "jax", "torch")


def peer(name: str) -> Any:
    if name in PACKAGES:
        pytest.importorskip(name, reason=f"{name} is not installed (the dependency group `bench`)")
    return import_module(MODULES[name])


def prepared(name: str, batch: str, dtype: str) -> tuple[Any, Any]:
    """Prepare a peer's program and NumPy's, or skip the test where the peer is missing."""
    one = experiment(*BATCHES[batch], dtype)
    try:
        return peer(name).prepare(one), own.prepare(one, "numpy")
    except Absent as error:
        pytest.skip(str(error))


# torch.compile takes half a minute for each
CASES = [
    pytest.param(
        name, batch, marks=[pytest.mark.slow] if name == "torch" or (name, batch) == ("naive", "20/40") else []
    )
    for name in MODULES
    for batch in BATCHES
]


@pytest.mark.parametrize(("name", "batch"), CASES)
def test_a_peer_makes_the_same_experiment(name: str, batch: str) -> None:
    made, numpy = prepared(name, batch, "float64")
    updates = 5 if batch == "20" else experiment(*BATCHES[batch]).updates_in_epoch
    for program in (made, numpy):
        program.restart(300)  # no whole number of blocks
        program.advance(updates)
    for found, expected in zip(made.ends()[:2], numpy.ends()[:2], strict=True):
        assert found.shape == (300,)
        # at B = 1 some trajectories are chaotic already: a bit of difference in `exp` grows to 1e-2 in 40 updates
        assert np.quantile(np.abs(found - expected), 0.9) < 1e-9
    expected = checked(numpy, CHECKED, CHECK_UPDATES)
    assert agrees(checked(made, CHECKED, CHECK_UPDATES), expected)
    first = [end.copy() for end in made.ends()]
    checked(made, CHECKED, CHECK_UPDATES)
    assert all(np.array_equal(a, b) for a, b in zip(first, made.ends(), strict=True)), "a restart is a restart"


@pytest.mark.parametrize("name", [pytest.param(n, marks=[pytest.mark.slow] if n == "torch" else []) for n in MODULES])
def test_a_peer_in_float32_comes_to_the_same(name: str) -> None:
    made, numpy = prepared(name, "4", "float32")
    found, expected = (checked(program, CHECKED, CHECK_UPDATES) for program in (made, numpy))
    assert 0.9 < expected["solved"] < 1  # a fraction that could differ
    assert agrees(found, expected)
    assert made.ends()[0].dtype == np.float32


def test_another_experiment_disagrees(monkeypatch: pytest.MonkeyPatch) -> None:
    numpy = own.prepare(experiment(4), "numpy")
    expected = checked(numpy, CHECKED, CHECK_UPDATES)
    module = import_module(MODULES["naive"])
    for changed in ({"RATE": 0.17}, {"MOMENTUM": 0.3}, {"SEED": 5}):
        with monkeypatch.context() as patch:
            for name, value in changed.items():
                patch.setattr(module, name, value)
            found = checked(module.prepare(experiment(4)), CHECKED, CHECK_UPDATES)
        assert agrees(found, expected) == ("SEED" in changed), changed  # other dice are no other experiment


def test_the_network_sorts() -> None:
    dice = random.Random(0)
    cases = [list(bits) for count in range(2, 9) for bits in itertools.product((0, 1), repeat=count)]  # 0-1 principle
    cases += [[dice.randrange(1000) for _ in range(count)] for count in (20, 40) for _ in range(300)]
    for keys in cases:
        expected = sorted(keys)
        for i, j in network(len(keys)):
            keys[i], keys[j] = min(keys[i], keys[j]), max(keys[i], keys[j])
        assert keys == expected


def test_forty_examples_are_twenty_and_their_mirror_images() -> None:
    twenty, forty = canyon(20).landscape, canyon(40).landscape
    assert (twenty.examples, forty.examples) == (20, 40)
    shift = forty.wells[0].shift
    assert np.array_equal(shift[:20], twenty.wells[0].shift)
    assert np.array_equal(shift[20:], -shift[:20])
    with pytest.raises(ValueError, match="30 examples"):
        canyon(30)
    with pytest.raises(ValueError, match="B = 3 of 20"):
        experiment(3)


def test_every_cell_is_whole_epochs() -> None:
    assert not [batch for batch, (size, examples) in BATCHES.items() if UPDATES[batch] % (examples // size)]
    assert UPDATES["20"] % 5 == 0  # torch makes five updates of the full batch at once


def run(*words: str, **more: str) -> str:
    """Run the benchmark and return its table."""
    return subprocess.run(
        [sys.executable, str(ENGINES), "--quick", "--batch-size", "4", *words],
        env=os.environ | more,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    ).stdout


@pytest.mark.slow
def test_the_table_without_peers() -> None:
    absent = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    out = run("--only", ",".join(["numpy", "native", "c", *absent]), PATH="/nowhere", CC="")
    assert re.search(r"NumPy +\d+\.\d  \(\d+\.\d to \d+\.\d\)", out)
    assert re.search(r"plain C +–  no C compiler", out)
    assert f"not here: pip install {' '.join(absent)}" in out or not absent
    assert f"Python {sys.version.split()[0]}" in out


@pytest.mark.skipif(not (shutil.which("gcc") or shutil.which("cc")), reason="no C compiler")
def test_ratios_come_first_and_are_of_the_speeds() -> None:
    out = run("--only", "c", "--dtype", "float64")
    assert out.index("ratios of medians") < out.index("million trajectory-updates per second")
    ratio = float(re.search(r"NumPy / plain C +([\d.]+)", out)[1])  # type: ignore[index]
    numpy, c = (float(re.search(rf"    {name} +([\d.]+) ", out)[1]) for name in ("NumPy", "plain C"))  # type: ignore[index]
    assert ratio == pytest.approx(numpy / c, rel=0.05)


def test_wrong_words() -> None:
    offenders = []
    for words in (["--only", "numpi"], ["--batch-size", "3"], ["--trajectories", "0"]):
        done = subprocess.run([sys.executable, str(ENGINES), *words], capture_output=True, text=True, check=False)
        if done.returncode != 2 or "Traceback" in done.stderr:
            offenders.append(f"{words}: {done.returncode}, {done.stderr}")
    assert not offenders, "\n".join(offenders)
