"""Breaks files of all bundled races and exercises, reads each as `batchgame check` does, and prints what it finds.

    uv run --group dev python tests/scenarios/fuzz.py --files 5000 --seed 1

Every file is either read or refused in one clear line, within 2 seconds of the processor; the whole process takes at
most 100 MB. It exits with 1 if a file was not. --plant takes a protection out of the program, so that there is
something to find.
"""

from __future__ import annotations

import argparse
import copy
import random
import re
import subprocess
import sys
import tempfile
import time
import tomllib
import traceback
from collections.abc import Callable
from pathlib import Path

from heavy import HEAVY, begin_of_heavy, megabytes
from mutations import dump, mutate, spoil

from batchgame.scenarios.reading import exercise, library, schema, toml_file

MOST_SECONDS, MOST_MEGABYTES = 2.0, 100
COMMANDS = 20  # of all files; a whole command takes a second
FOLDER = Path(library.__file__).parents[1]
RACES = sorted(FOLDER.glob("races/*.toml"))
EXERCISES = sorted(FOLDER.glob("exercises/*.toml"))


def plant_wording() -> None:
    """Take keys into the messages of msgspec as they are."""
    toml_file._refuse_key = lambda *_: None
    schema._AT = re.compile(r"(?P<what>.*?)(?: - at (?P<key>`key` in )?`\$(?P<path>.*)`)?", re.DOTALL)


def plant_dots() -> None:
    """Parse as many keys as there are."""
    toml_file._MOST = dict.fromkeys(toml_file._MOST, 10**9)


PLANTS: dict[str, Callable[[], None]] = {"wording": plant_wording, "dots": plant_dots}


def broken(number: int, chance: random.Random) -> tuple[Path, bytes]:
    """Return the path of a bundled file, and what became of it. Every fiftieth is a heavy one, each kind in turn."""
    if number % 50 == 49:
        return RACES[0], list(HEAVY.values())[number // 50 % len(HEAVY)]().encode()
    source = chance.choice(RACES * 2 + EXERCISES)
    text = source.read_bytes()
    kind = chance.random()
    if kind < 0.01:
        return RACES[0], begin_of_heavy(chance).encode()
    if kind < 0.6:
        values = copy.deepcopy(tomllib.loads(text.decode()))
        for _ in range(chance.choice([1, 1, 1, 2, 5])):
            mutate(values, chance)
        return source, "\n".join(f"{dump(key)} = {dump(item)}" for key, item in values.items()).encode()
    if kind < 0.65:
        return source, chance.choice([b"\xef\xbb\xbf" + text, text.replace(b"\n", b"\r\n"), text.replace(b"\n", b"\r")])
    return source, spoil(text, chance)


def fault(source: Path, path: Path) -> str | None:
    """Read a file, and return what is wrong with how that went."""
    began = time.process_time()
    line = ""
    try:
        if source in EXERCISES:
            exercise._read.__wrapped__(path, 0)
        else:
            library.load(path)
    except toml_file.ScenarioError as error:
        line = str(error)
    except Exception as error:
        return f"{type(error).__name__}: {error}\n{''.join(traceback.format_tb(error.__traceback__)[-2:])}"
    seconds = time.process_time() - began
    if not line.isprintable() or len(line) > 400 or (source in RACES and "`" in line):
        return f"no clear line: {line!r}"
    if seconds > MOST_SECONDS:
        return f"took {seconds:.1f} s"
    return f"took {megabytes():.0f} MB" if megabytes() > MOST_MEGABYTES else None


def fault_of_command(path: Path) -> str | None:
    """Start a whole command on a file, and return what is wrong with how it ended."""
    words = ["run", str(path), "--batch-size", "1", "--momentum", "0", "--trajectories", "3", "--updates", "3"]
    code = "import sys; from batchgame.tui.command.main import main; sys.exit(main())"
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 2) or done.stderr.count("\n") > 1 or "mistake" in done.stderr:
        return f"the command ended with {done.returncode}: {done.stderr[-500:]}"
    return None


def main() -> int:
    """Break as many files as the command line says, and return 1 at the first fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plant", choices=PLANTS)
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}, {arguments.files} files", flush=True)
    if arguments.plant:
        PLANTS[arguments.plant]()
    read = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(arguments.files):
            source, content = broken(number, random.Random(f"{arguments.seed} {number}"))
            path = Path(folder) / f"{number}" / source.name
            path.parent.mkdir()
            path.write_bytes(content)
            found = fault(source, path)
            if not found and source in RACES and number % (arguments.files // COMMANDS or 1) == 0:
                found = fault_of_command(path)
            if found:
                print(f"file {number} of seed {arguments.seed}, from {source.name}: {found}\n{content[:1000]!r}")
                return 1
            read += 1
            path.unlink()
    print(f"{read} files, nothing found")
    return 0


if __name__ == "__main__":
    sys.exit(main())
