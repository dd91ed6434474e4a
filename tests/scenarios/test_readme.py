"""The example of the README is complete, playable and sound."""

from __future__ import annotations

from pathlib import Path

from batchgame.scenarios.proving import figures as figures_module
from batchgame.scenarios.proving.check import check
from batchgame.scenarios.proving.figures import figures
from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.format import MeasureName
from batchgame.scenarios.reading.landscape_terms import LandscapeSpec
from batchgame.scenarios.reading.placeholders import CONSTANT_NAMES


def test_the_example_is_sound(text: str, tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text(text, "utf-8")
    assert [str(finding) for finding in check(path)] == []
    assert figures(*library.find(path)) == {"pull_of_one": "0.71"}


def test_the_readme_names_every_word_of_the_format() -> None:
    readme = (Path(library.__file__).parents[1] / "README.md").read_text("utf-8")
    for name in (*LandscapeSpec.__struct_fields__, *MeasureName.__args__, *CONSTANT_NAMES):  # type: ignore[attr-defined]
        assert name in readme, name


def test_the_test_landscape_is_the_measured_one() -> None:
    """Compare the losses of canyon and basin on the moved landscape with the table of the physics notes."""
    scenario, stage = library.find("canyon")
    losses = figures_module.test_losses(scenario, stage)
    measured = {(loss.kind, loss.distance): (loss.train, loss.test) for loss in losses}
    table = ((0.0, -0.132, 0.016), (0.2, 0.008, 0.020), (0.4, 0.328, 0.032), (0.6, 0.642, 0.052))
    for distance, canyon, basin in table:
        assert abs(measured["canyon", distance][1] - canyon) < 6e-4
        assert abs(measured["basin", distance][1] - basin) < 6e-4
        assert abs(measured["canyon", distance][0] + 0.132) < 6e-4
    assert figures_module.test_losses(*library.find("saddle")) == []


def test_figures_say_exactly_zero_only_of_zero() -> None:
    assert figures(*library.find("saddle"))["start_pull"] == "0"
