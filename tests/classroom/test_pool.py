"""Who waits before the login cannot lock others out, and codes cannot be guessed."""

from batchgame.classroom.guesses import AT_ONCE, Guesses
from batchgame.classroom.wire.pool import MOST_SILENT, MOST_TALKING, LoginPool


def test_the_oldest_silent_connection_makes_room() -> None:
    silent, gone = set(range(MOST_SILENT + 10)), []
    pool: LoginPool[int] = LoginPool(silent.__contains__, gone.append)
    for number in range(MOST_SILENT + 10):
        pool.add(number)
    assert gone == list(range(10))
    silent.clear()  # all have begun to talk
    for number in range(1000, 1000 + MOST_TALKING):
        pool.add(number)
    assert len(pool) == MOST_TALKING
    assert 1000 not in gone


def test_wrong_codes_are_counted_and_forgiven_slowly() -> None:
    now = 0.0
    guesses = Guesses(lambda: now)
    for _ in range(int(AT_ONCE)):
        assert guesses.allowed()
        guesses.wrong()
    assert not guesses.allowed()
    now = 11.0
    assert guesses.allowed()
    guesses.wrong()
    assert not guesses.allowed()
