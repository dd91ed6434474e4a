"""The bytes that a terminal sends, cut into pieces: the same wherever a read ends, and never much kept."""

from __future__ import annotations

import random

import pytest

from batchgame.tui.screen.inbox import MOST, MOST_ALIKE, Inbox
from batchgame.tui.screen.sieve import LONGEST, Click, Piece, Place, Sieve

# What comes, and what it stands for.
WHOLE: list[tuple[bytes, list[Piece]]] = [
    (b"a1.", ["a", "1", "."]),
    ("中ㄅ１".encode(), ["中", "ㄅ", "１"]),
    (b"\x1b[A\x1bOB\x1b[1;5C\x1b[Z\x1b[3~", ["\x1b[A", "\x1bOB", "\x1b[1;5C", "\x1b[Z", "\x1b[3~"]),
    (b"\x1b[[A\x1b[[E1", ["\x1b[[A", "\x1b[[E", "1"]),
    (b"\x1b[97;65;65u\x1b[32;;32u", ["\x1b[97;65;65u", "\x1b[32;;32u"]),
    (b"\x1b[24;80R\x1b[?1;1R", [Place(79, 23), Place(0, 0)]),
    (b"\x1b[<0;3;4M\x1b[<0;3;4m", [Click(2, 3)]),
    (b"\x1b[M #$\x1b[M##$", [Click(2, 3)]),
    (b"\x1b[M \xff\xf0\x1b[M#\xff\xf0", [Click(222, 207)]),
    (b"\x1b[32;3;4M\x1b[35;3;4M", [Click(2, 3)]),
    (b"\x1b[<35;3;4M\x1b[<64;3;4M\x1b[<2;3;4M\x1b[<2;3;4m\x1b[<0;3;4m", []),
    (b"\x1b[I\x1b[O\x1b[48;24;80;0;0t\x1b[8;24;80t\x1b[0n\x1b[?62;c\x1b[?2048;2$y", []),
    (b"\x1b[?2026;2$y", ["\x1b[?2026;2$y"]),
    (b"\x1b[200~q\x1b[Aq\x1b[20\x1b]x\x1b[201~1", ["1"]),
    (b"\x1b[200~q\x1b[24;80Rq\x1b[1;1R\x1b[201~1", [Place(79, 23), Place(0, 0), "1"]),
    (b"\x1b]52;c;q\x07\x1b]11;rgb:q/q/q\x1b\\\x1bPq\x1b\\\x1b_q\x1b\\\x1b^q\x07\x1bXq\x1b\\1", ["1"]),
    (b"\x1b]52;c;qqq\r1", ["\r", "1"]),
    (b"\x1b[" + b"1" * 99 + b"q1", ["1"]),
    (b"\x1b[1;\x032", ["\x03", "2"]),
    (b"\x1bq\x1b~\x1b\x031", ["\x03", "1"]),
    (b"\x1b\x1b[A", ["\x1b", "\x1b[A"]),
    (b"\xff\xfe1\xe4\xb8", ["1"]),
    (b"\xe4\xb8\x1b[A", ["\x1b[A"]),
]


def pieces(*reads: bytes) -> list[Piece]:
    """Return the pieces of some reads, one after the other."""
    sieve = Sieve()
    return [piece for n, data in enumerate(reads) for piece in sieve.feed(data, n / 1000)]


def test_each_sequence_is_what_it_stands_for_wherever_it_is_cut() -> None:
    offenders = []
    for data, wanted in WHOLE:
        cuts = [(data,), tuple(data[at : at + 1] for at in range(len(data)))]
        cuts += [(data[:at], data[at:]) for at in range(1, len(data))]
        offenders += [f"{reads}: {found}" for reads in cuts if (found := pieces(*reads)) != wanted]
    assert not offenders, "\n".join(offenders)


@pytest.mark.parametrize(
    "begun",
    [b"\x1b[", b"\x1b[1;2", b"\x1bO", b"\x1b]52;c;", b"\x1bP", b"\x1b_", b"\x1b[200~", b"\x1b[200~\x1b[20", b"\x1b[M"],
)
def test_what_has_no_end_is_over_after_a_pause(begun: bytes) -> None:
    sieve = Sieve()
    assert list(sieve.feed(begun, 1.0)) == []
    assert list(sieve.idle(1.2)) == []
    assert list(sieve.idle(1.4)) == []
    assert list(sieve.feed(b"1\x1b[A", 1.4)) == ["1", "\x1b[A"]


def test_an_escape_alone_is_the_key_after_a_pause() -> None:
    sieve = Sieve()
    assert list(sieve.feed(b"\x1b", 1.0)) == []
    assert list(sieve.idle(1.05)) == []
    assert list(sieve.idle(1.15)) == ["\x1b"]
    assert list(sieve.feed(b"[A", 1.15)) == ["[", "A"]


@pytest.mark.parametrize("begun", [b"\x1b]52;", b"\x1b[200~"])
def test_a_key_behind_what_has_no_end_counts_after_the_pause(begun: bytes) -> None:
    sieve = Sieve()
    for n in range(1000):
        assert list(sieve.feed(begun if n == 0 else b"z" * 1000, n / 1000)) == []
    assert list(sieve.feed(b"1", 1.01)) == []
    assert list(sieve.idle(1.2)) == []
    assert list(sieve.idle(1.4)) == ["1"]


@pytest.mark.parametrize("begun", [b"\x1b]52;", b"\x1b[200~"])
def test_keys_without_a_pause_count_as_soon_as_they_come_slowly(begun: bytes) -> None:
    sieve = Sieve()
    assert list(sieve.feed(begun + b"z" * 4000, 1.0)) == []
    found = [[*sieve.feed(b"1", 1 + n / 10)] for n in range(1, 10)]
    assert found[-1] == ["1"]
    assert sum(map(len, found)) >= 3


def test_a_slow_paste_is_none_of_its_keys() -> None:
    """At 1200 bytes per second, as a modem sends it."""
    sieve, data = Sieve(), b"\x1b[200~" + b"q" * 5000 + b"\x1b[201~1"
    found = [piece for n, byte in enumerate(data) for piece in sieve.feed(bytes([byte]), n / 1200)]
    assert found == ["1"]


@pytest.mark.parametrize("begun", [b"\x1b]", b"\x1bP", b"\x1b[200~", b"\x1b[", b"\x1bO"])
def test_little_is_kept_of_what_has_no_end(begun: bytes) -> None:
    sieve = Sieve()
    for data in (begun, *[b"11111\x1b[2011" * 1000 if begun == b"\x1b[200~" else b"1" * 10_000] * 100):
        assert not list(sieve.feed(data, 0.0))
        assert len(sieve._rest) + len(sieve._typed) <= LONGEST


def test_of_a_long_read_the_end_counts_and_every_answer() -> None:
    keys: list[Piece] = ["\x1b[C"] * 20
    data = b"\x1b[A" * 500 + b"\x1b[5;6R" + b"\x1b[B" * 1000 + b"\x1b[C" * 20
    found = pieces(data)
    assert found[0] == Place(5, 4)
    assert found[-20:] == keys
    assert len(found) < 200
    assert pieces(b"z" * 3000 + b"\x1b[200~qq\x1b[201~" + b"z" * 3000 + b"\x1b]q")[-1] == "z"


def test_random_bytes_are_cut_without_a_mistake_and_little_is_kept() -> None:
    seed = random.randrange(1 << 32)
    print("seed", seed)
    chance, sieve = random.Random(seed), Sieve()
    parts = [data for data, _ in WHOLE] + [b"\x1b", b"\x1b[", b";", b"\xff"]
    for n in range(20_000):
        data = chance.choice(parts) if chance.random() < 0.7 else chance.randbytes(chance.randrange(9))
        for piece in sieve.feed(data[: chance.randrange(len(data) + 1)], n / 100):
            assert isinstance(piece, tuple) or len(piece) <= LONGEST
        assert len(sieve._rest) + len(sieve._typed) <= LONGEST
        if chance.random() < 0.1:
            list(sieve.idle(n / 100 + 1))


def test_the_queue_keeps_the_newest_and_few_that_are_alike() -> None:
    inbox = Inbox()
    assert inbox.put(str(n) for n in range(1000))
    assert not inbox.put(["last"]), "it is being handled already"
    taken = list(iter(inbox.take, None))
    assert len(taken) == MOST
    assert taken[-2:] == ["999", "last"]
    assert inbox.put(["x"] * 1000 + ["y"])
    assert list(iter(inbox.take, None)) == ["x"] * MOST_ALIKE + ["y"]
    assert not inbox
    assert inbox.put(["z"])
