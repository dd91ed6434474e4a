"""Any words after `batchgame`: the command does them or refuses them in one line, and never fails by itself."""

import contextlib
import io
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from batchgame.tui.command.main import main

OPTIONS = ["--batch-size", "--momentum", "--learning-rate", "--parallel", "--seed", "--updates", "--epochs", "--engine"]
OPTIONS += ["--dtype", "--json", "--lang", "--colors", "--fps", "--motion", "--", "-h", "--ascii", "--no-ascii"]
VALUES = ["0", "1", "-1", "4", "20", "21", "0.5", "nan", "-inf", "1e5", "", "²", "٣", "1e-400", "0x10", "--", "auto"]
NAMES = ["saddle", "saddle/hair", "hill", "saddle/", "/", ".", "..", "/dev/null", "nowhere.toml", "canyon//", "\0", "~"]
odd = st.text(max_size=12)
word = st.one_of(st.sampled_from(OPTIONS), st.sampled_from(VALUES), st.sampled_from(NAMES), odd)
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
few = ["--trajectories", "3", "--updates", "3"]


@given(st.sampled_from(["run", "play", "list", ""]), st.lists(word, max_size=7), st.booleans())
def test_any_words(command: str, words: list[str], short: bool) -> None:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([*([command] if command else []), *words, *(few if short and command == "run" else [])])
    assert status in (0, 2), err.getvalue()
    if status == 2:
        assert err.getvalue().startswith("batchgame: ")
        assert err.getvalue().count("\n") == 1
    assert not {unicodedata.category(sign) for sign in err.getvalue() if sign != "\n"} & UNSEEN
    assert "mistake in batchgame" not in err.getvalue()
