"""The benchmark of whole commands: its rows are of what was measured, and wrong words get one line."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pyte", reason="needs pyte")

from commands import PARTS, Row, moved, updates
from recorded import Recorded

COMMANDS = Path(__file__).parents[2] / "bench" / "commands.py"
HEAD = "   lane    B    λ  charge        status         updates     loss   step  solved "
LANES = (" ● YOU    20    0  ███▉          MOVING", " ◆ FULL   20    0  ███▉          OUT OF BUDGET")
LANES += (" ▲ B=1     1    0  ╸ ━ ╺╸ ━ ╺╸ ━ MOVING",)


def screen(mine: str) -> list[str]:
    end = HEAD.index("updates") + len("updates")
    rows = (
        f"{lane:<{end - 7}}{count:>7}    0.000  0.000" for lane, count in zip(LANES, (mine, "9", "1 204"), strict=True)
    )
    return ["", HEAD, *rows]


def test_a_frame_counts_when_a_lane_has_made_an_update() -> None:
    assert updates(screen("3")) == ["3", "9", "1 204"]
    said = screen("3")[2].replace("YOU ", "SAID")
    assert updates([*screen("3"), said, " Three lanes, one clock."]) == ["3", "9", "1 204", "3"]
    assert updates([*screen("3"), " Three lanes, one clock."]) == ["3", "9", "1 204"]
    assert updates(["no table"]) == []
    assert moved([screen("3"), screen("3"), screen("4"), screen("4"), screen("5")]) == 2


def test_a_program_is_recorded_with_its_screens(tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-c",
        "import sys; print('one', end='\\x1b[6n'); sys.stdout.flush(); input(); print('two\\x1b[6n')",
    ]
    with Recorded(words, tmp_path, (20, 5)) as program:
        program.until(lambda text: "one" in text)
        program.press("\r")
        program.until(lambda text: "two" in text)
    frames = [rows for _, rows in program.frames()]
    assert frames[0][0].rstrip() == "one"
    assert "two" in "".join(frames[-1])


def test_words_are_found_of_which_one_letter_was_sent_anew(tmp_path: Path) -> None:
    words = [sys.executable, "-c", r"print('two ran\x1b[6n\x1b[1;6Hu\x1b[6n', end='', flush=True); input()"]
    with Recorded(words, tmp_path, (20, 5)) as program:
        program.until(lambda text: "two run" in text)


def test_a_row_says_ratio_bound_and_measurement() -> None:
    found = str(Row("check everything", 0.5, "≤ 1.00", "4.00 s of 8 s"))
    assert re.fullmatch(r"check everything +0\.50 +≤ 1\.00 +4\.00 s of 8 s", found)


def benched(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(COMMANDS), *words], capture_output=True, text=True, check=False)


def test_a_quick_run_of_two_parts() -> None:
    done = benched("--quick", "--only", "check,map")
    assert done.returncode == 0, done.stderr
    machine, head, *rows = done.stdout.splitlines()
    assert f"Python {sys.version.split()[0]}" in machine
    assert head.split() == ["figure", "ratio", "bound", "measured"]
    assert len(rows) == 3
    for row in rows:
        ratio, seconds, limit = re.search(r" ([\d.]+)   ≤ 1\.00  ([\d.]+) s of ([\d.]+) s", row).groups()  # type: ignore[union-attr]
        assert float(ratio) == pytest.approx(float(seconds) / float(limit), abs=0.02)
    assert "… map, 1 of 1" in done.stderr


@pytest.mark.slow
def test_a_quick_run_of_everything() -> None:
    done = benched("--quick")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2 + 6 + 2 + 3 + 1 + 2


def test_help_and_wrong_words() -> None:
    assert all(name in benched("--help").stdout for name in PARTS)
    offenders = []
    for words in (["--only", "runn"], ["--runs", "0"], ["--runs", "x"], ["--fast"]):
        done = benched(*words)
        if done.returncode != 2 or "Traceback" in done.stderr or not done.stderr.strip():
            offenders.append(f"{words}: {done.returncode}, {done.stderr}")
    assert not offenders, "\n".join(offenders)
