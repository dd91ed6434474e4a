"""A file that is no scenario gives one clear line, and what is no regular file is not opened."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.toml_file import LARGEST_FILE, ScenarioError
from batchgame.scenarios.text.nearest import nearest


def refusal(path: Path | str, read: Callable[[Path | str], object] = library.load) -> str:
    """Return the one line that a file or a name is refused with."""
    with pytest.raises(ScenarioError) as caught:
        read(path)
    line = str(caught.value)
    assert line.isprintable()
    return line


def test_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path).endswith("is a folder, not a file")


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "my.toml")
    assert refusal(tmp_path / "my.toml").endswith("is a pipe, not a file")


def test_a_socket(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "my.toml"))
        assert refusal(tmp_path / "my.toml").endswith("is a socket, not a file")


def test_a_device() -> None:
    assert refusal("/dev/zero") == "/dev/zero: is a device, not a file"


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # sparse: a terabyte on no disk
    assert refusal(path).endswith(f"has {1 << 40} bytes, at most {LARGEST_FILE} are read")


def test_a_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "my.toml").endswith("there is no such file")
    assert refusal(tmp_path / "a\0b.toml").endswith("cannot be read: embedded null byte")


def test_an_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text("format = 1")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("root reads everything")
    assert refusal(path).endswith("cannot be read: Permission denied")


def test_a_loop_of_links(tmp_path: Path) -> None:
    (tmp_path / "a.toml").symlink_to(tmp_path / "a.toml")
    assert "cannot be read" in refusal(tmp_path / "a.toml")


BROKEN: list[tuple[bytes, str]] = [
    (b"", "the file: format is missing"),
    (b"\xff\xfe\x00", "is not UTF-8 text (byte 0)"),
    ("title = '批次'".encode("big5"), "is not UTF-8 text"),
    (b"format = ", "is not TOML: "),
    (b"format = 1\nformat = 1", "is not TOML: "),
    (b"x = " + b"[" * 100_000, "is nested too deeply"),
    (b"x = " + b"[" * 60 + b"]" * 60, "nested too deeply"),
    (b".".join([b"a"] * 200) + b" = 1", "nested too deeply"),
    (b"a." * 400_000 + b"a = 1", "line 1 has more than 200 dots"),
    (b"1." * 400_000 + b"1 = 1", "line 1 has more than 200 dots"),
    (b"x = [" + b"0.5," * 1000 + b"]", "unknown key 'x'"),
    (b"x = " + b"9" * 5000, "holds a number with too many digits"),
    (b"examples = 1" + b"0" * 40, "examples: a number between 1e-9 and 1e9 in size needed"),
    (b"x = 1979-05-27T07:32:00Z\nformat = 1", "unknown key 'x'"),
    (b'"\\u001b[2J" = 1', "the sign U+001B cannot be shown"),
    (b'"\\u202e" = 1', "the sign U+202E cannot be shown"),
    (b"format = 1979-05-27", "format: "),
]


def test_a_broken_file(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    wrong = []
    for content, message in BROKEN:
        path.write_bytes(content)
        wrong += [(content[:40], said)] if message not in (said := refusal(path)) else []
    assert wrong == []


def test_a_byte_order_mark_does_no_harm(tmp_path: Path, text: str) -> None:
    path = tmp_path / "my.toml"
    path.write_text(text, "utf-8-sig")
    assert library.load(path).name == "scatter"


def test_names_and_stages(tmp_path: Path, text: str) -> None:
    assert library.names() == [
        "epoch",
        "saddle",
        "gate",
        "canyon",
        "shuffle",
        "equal-sharpness",
        "two-weights",
        "hill",
        "ravine",
        "rescue",
        "boss",
    ]
    assert sorted(path.stem for path in (Path(library.__file__).parents[1] / "races").glob("*.toml")) == sorted(
        library.names()
    )
    for name in library.names():
        assert library.load(name).name == name
        assert library.load(library.path_of(name)) == library.load(name), "every rule holds for those that are bundled"
    assert [library.find(f"saddle/{name}")[1].name for name in ("ridge", "hair")] == ["ridge", "hair"]
    assert library.find("saddle")[1].name == ""
    path = tmp_path / "my.toml"
    path.write_text(text, "utf-8")
    assert library.find(path)[0].name == library.find(f"{path}")[0].name == "scatter"


MISSPELT = [
    ("sadle", "unknown scenario 'sadle'; did you mean saddle?"),
    ("sadle/hair", "unknown scenario 'sadle'; did you mean saddle?"),
    ("saddle/hare", "saddle has no stage 'hare'; did you mean hair? (known: saddle/ridge, saddle/hair)"),
    ("hill/second", "hill has no stage 'second' (known: none but the first)"),
    ("", "unknown scenario ''"),
    ("\x1b[31m", "unknown scenario '[31m'"),
    ("./nowhere/my.toml", "there is no such file"),
]


def test_a_misspelt_name() -> None:
    wrong = [
        (address, said) for address, message in MISSPELT if message not in (said := refusal(address, library.find))
    ]
    assert wrong == []


def test_a_stage_of_a_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "my.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ScenarioError, match="has no stage 'second'"):
        library.find(f"{path}/second")
    second = text[text.index("[[stages]]") :].replace("[[stages]]", '[[stages]]\nname = "second"', 1)
    path.write_text(text + second, "utf-8")
    assert library.find(f"{path}/second")[1].name == "second"


def test_nearest() -> None:
    assert nearest("momentun", ["momentum", "batch_size"]) == "momentum"
    assert nearest("zzz", ["momentum"]) is None


def test_the_library_needs_no_numpy_and_is_quick() -> None:
    program = (
        "import sys, batchgame.scenarios.reading.library as l, batchgame.scenarios.reading.format\n"
        "import batchgame.scenarios.text.prose,"
        "batchgame.scenarios.reading.placeholders, batchgame.scenarios.proving.figures\n"
        "import batchgame.scenarios.proving.observed\n"
        "[l.load(n) for n in l.names()]\n"
        "print([m for m in ('numpy', 'textual', 'batchgame.sim', 'fractions') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
