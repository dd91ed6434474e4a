"""From a key to bytes: a whole round in a process in which neither Textual nor Rich is imported."""

import json
import subprocess
import sys
from pathlib import Path

PLAY = """
import json, sys, time
from pathlib import Path
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import look
from batchgame.tui.game.desk import Desk
from batchgame.tui.game.order import first_route
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.score.progress import Progress
from batchgame.tui.screen.shown import Shown

options = PlayOptions(scenario="saddle", trajectories=50, lang="en")
session = Session(options, look("true"), Progress.open(Path(sys.argv[1])))
session.warm = True
desk, shown, pages, sizes = Desk(session, first_route(session)), Shown(), [], []
desk.resized(80, 24)
for action in ("digit:1", "digit:9", "next", "next", "race", "next", "digit:1", "show", "next", "digit:1"):
    if action == "race":
        while not desk.page.conductor.over:
            desk.page.tick(0.1)
    else:
        desk.press(action)
    text = shown.patch(desk.paint(80, 24), "true")
    pages.append(type(desk.page).__name__)
    sizes.append(len(text.encode()))
session.close(patient=False)
heavy = sorted({name.partition(".")[0] for name in sys.modules} & {"textual", "rich"})
print(json.dumps([pages, sizes, heavy]))
"""


def test_a_round_is_played_to_bytes_without_a_terminal_library(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", PLAY, str(tmp_path)], capture_output=True, text=True, check=True)
    pages, sizes, heavy = json.loads(run.stdout)
    assert heavy == []
    assert list(dict.fromkeys(pages)) == ["PredictPage", "AimPage", "RunPage", "SeePage", "ResultPage", "TransferPage"]
    assert sum(size > 100 for size in sizes) >= len(set(pages)), "each page is drawn"
