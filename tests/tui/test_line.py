"""The pace of frames over a line: one at a time, smaller over a slow one, at a fixed rate where nobody answers."""

import pytest

from batchgame.tui.screen.flow import (
    ASK,
    LARGEST_FRAME,
    PATIENCE,
    PROBE_ROW,
    SILENT_SECONDS,
    SMALLEST_FRAME,
    URGENT,
    Line,
)


class Clock:
    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


def started(round_trip: float = 0.05) -> tuple[Line, Clock]:
    """A line whose terminal has answered the probe."""
    clock = Clock()
    line = Line(clock)
    line.probe("●")
    clock.time += round_trip
    assert line.answered(PROBE_ROW, clock.time)
    return line, clock


def carry(line: Line, clock: Clock, size: int, bytes_a_second: float, round_trip: float) -> float:
    """A frame on its way and back; how long it took."""
    line.question(size)
    took = round_trip + size / bytes_a_second
    clock.time += took
    assert not line.answered(1, clock.time)
    return took


def test_one_frame_at_a_time() -> None:
    line, clock = started()
    assert line.free()
    assert line.question(1000) == ASK
    assert not line.free()
    assert not line.free(pressed=True)
    line.answered(1, clock.time)
    assert line.free()


@pytest.mark.parametrize("bytes_a_second", [5_000, 20_000, 100_000])
@pytest.mark.parametrize("round_trip", [0.001, 0.05, 0.3])
def test_frames_shrink_until_a_key_waits_no_longer_than_it_should(bytes_a_second: float, round_trip: float) -> None:
    line, clock = started(round_trip)
    took = [carry(line, clock, line.room, bytes_a_second, round_trip) for _ in range(30)]
    smallest = SMALLEST_FRAME / bytes_a_second
    assert max(took[-10:]) < round_trip + max(0.06, 2.1 * smallest)


def test_frames_grow_again_on_a_line_that_has_become_fast() -> None:
    line, clock = started(0.05)
    for _ in range(10):
        carry(line, clock, line.room, 10_000, 0.05)
    assert line.room < 1000
    assert line.urgent_room == URGENT * line.room
    for _ in range(20):
        carry(line, clock, line.room, 1e7, 0.05)
    assert line.room == LARGEST_FRAME
    assert line.urgent_room is None


def test_a_longer_way_is_learnt_and_does_not_starve_the_frames() -> None:
    line, clock = started(0.01)
    for _ in range(60):
        carry(line, clock, line.room, 1e6, 0.4)
    assert line.room > 2 * SMALLEST_FRAME


def test_one_answer_for_the_probe_and_the_first_frame_frees_the_line() -> None:
    """A program between here and the terminal may answer once, with the place that it knows."""
    clock = Clock()
    line = Line(clock)
    line.probe("●")
    line.question(8000)
    assert not line.answered(1, clock.time)
    assert line.free()


def test_the_answer_to_the_probe_is_not_the_first_frames() -> None:
    clock = Clock()
    line = Line(clock)
    line.probe("●")
    line.question(8000)
    assert line.answered(PROBE_ROW, clock.time)
    assert not line.free()


def test_a_fast_line_has_no_limit() -> None:
    line, clock = started(0.001)
    for size in (100, 8000, 300, 2000):
        carry(line, clock, size, 1e7, 0.001)
    assert line.room == LARGEST_FRAME


def test_a_terminal_that_never_answers_gets_frames_at_a_fixed_rate_and_keys_at_once() -> None:
    clock = Clock()
    line = Line(clock)
    line.probe("●")
    assert line.free()
    sent = 0
    for _ in range(100):
        clock.time += 0.01
        if line.free():
            line.question(500)
            sent += 1
        assert line.free(pressed=True)
    assert sent == pytest.approx(1 / SILENT_SECONDS, abs=1)


def test_a_terminal_that_stops_answering_is_not_waited_for_and_one_that_comes_back_is_heard() -> None:
    line, clock = started()
    line.question(500)
    clock.time += PATIENCE + 0.1
    assert line.free()
    assert not line.answers
    assert line.answer_within() >= 4 * line.round_trip > 0, "an answer that is late would be typing for the shell"
    line.question(500)
    line.answered(1, clock.time)
    assert line.answers


def test_what_the_terminal_does_not_take_is_waited_for() -> None:
    clock = Clock()
    line = Line(clock)
    line.clogged = lambda: True
    assert not line.free(pressed=True)
