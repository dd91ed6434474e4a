"""The pace of frames: one at a time, smaller over a slow line, at a fixed rate where no terminal answers."""

from itertools import product

import pytest

from batchgame.tui.screen.flow import (
    ASK,
    LARGEST_FRAME,
    PATIENCE,
    PROBE_ROW,
    SILENT_SECONDS,
    SMALLEST_FRAME,
    URGENT,
    Flow,
)


class Clock:
    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


def started(round_trip: float = 0.05) -> tuple[Flow, Clock]:
    """Return the flow to a terminal that has answered the probe."""
    clock = Clock()
    flow = Flow(clock)
    flow.probe("●")
    clock.time += round_trip
    assert flow.answered(PROBE_ROW, clock.time)
    return flow, clock


def carry(flow: Flow, clock: Clock, size: int, bytes_per_second: float, round_trip: float) -> float:
    """Send a frame and its answer; return the seconds that they took."""
    flow.question(size)
    took = round_trip + size / bytes_per_second
    clock.time += took
    assert not flow.answered(1, clock.time)
    return took


def test_one_frame_at_a_time() -> None:
    flow, clock = started()
    assert flow.free()
    assert flow.question(1000) == ASK
    assert not flow.free()
    assert not flow.free(pressed=True)
    flow.answered(1, clock.time)
    assert flow.free()


def test_frames_shrink_until_a_key_waits_no_longer_than_it_should() -> None:
    late = []
    for bytes_per_second, round_trip in product((5_000, 20_000, 100_000), (0.001, 0.05, 0.3)):
        flow, clock = started(round_trip)
        took = [carry(flow, clock, flow.room, bytes_per_second, round_trip) for _ in range(30)]
        smallest = SMALLEST_FRAME / bytes_per_second
        if max(took[-10:]) >= round_trip + max(0.06, 2.1 * smallest):
            late.append((bytes_per_second, round_trip, max(took[-10:])))
    assert late == []


def test_frames_grow_again_on_a_line_that_has_become_fast() -> None:
    flow, clock = started(0.05)
    for _ in range(10):
        carry(flow, clock, flow.room, 10_000, 0.05)
    assert flow.room < 1000
    assert flow.urgent_room == URGENT * flow.room
    for _ in range(20):
        carry(flow, clock, flow.room, 1e7, 0.05)
    assert flow.room == LARGEST_FRAME
    assert flow.urgent_room is None


def test_a_longer_way_is_learnt_and_does_not_starve_the_frames() -> None:
    flow, clock = started(0.01)
    for _ in range(60):
        carry(flow, clock, flow.room, 1e6, 0.4)
    assert flow.room > 2 * SMALLEST_FRAME


def test_one_answer_for_the_probe_and_the_first_frame_frees_the_line() -> None:
    """A program between the game and the terminal may answer once, with the place that it knows."""
    clock = Clock()
    flow = Flow(clock)
    flow.probe("●")
    flow.question(8000)
    assert not flow.answered(1, clock.time)
    assert flow.free()


def test_the_answer_to_the_probe_is_not_the_first_frames() -> None:
    clock = Clock()
    flow = Flow(clock)
    flow.probe("●")
    flow.question(8000)
    assert flow.answered(PROBE_ROW, clock.time)
    assert not flow.free()


def test_a_fast_line_has_no_limit() -> None:
    flow, clock = started(0.001)
    for size in (100, 8000, 300, 2000):
        carry(flow, clock, size, 1e7, 0.001)
    assert flow.room == LARGEST_FRAME


def test_a_terminal_that_never_answers_gets_frames_at_a_fixed_rate_and_keys_at_once() -> None:
    clock = Clock()
    flow = Flow(clock)
    flow.probe("●")
    assert flow.free()
    sent = 0
    for _ in range(100):
        clock.time += 0.01
        if flow.free():
            flow.question(500)
            sent += 1
        assert flow.free(pressed=True)
    assert sent == pytest.approx(1 / SILENT_SECONDS, abs=1)


def test_a_terminal_that_stops_answering_is_not_waited_for_and_one_that_comes_back_is_heard() -> None:
    flow, clock = started()
    flow.question(500)
    clock.time += PATIENCE + 0.1
    assert flow.free()
    assert not flow.answers
    assert flow.answer_within() >= 4 * flow.round_trip > 0, "an answer that is late would be typing for the shell"
    flow.question(500)
    flow.answered(1, clock.time)
    assert flow.answers


def test_an_answer_after_a_long_silence_may_be_another_terminals_and_is_noticed_once() -> None:
    flow, clock = started()
    flow.question(500)
    clock.time += 1.0
    assert not flow.came_back(clock.time)
    flow.answered(1, clock.time)
    for _ in range(20):  # the terminal is away
        flow.question(500)
        clock.time += 0.5
    assert flow.came_back(clock.time)
    flow.begin_again()
    flow.probe("●")
    late = [flow.answered(1, clock.time) for _ in range(5)]  # to questions from before
    assert not any(late)
    assert not flow.came_back(clock.time)
    clock.time += 0.05
    assert flow.answered(PROBE_ROW, clock.time), "the width of signs is learnt all the same"


def test_a_line_whose_every_answer_is_late_is_not_begun_anew_at_each() -> None:
    clock = Clock()
    flow = Flow(clock)
    begun = 0
    flow.probe("●")
    for _ in range(10):
        clock.time += PATIENCE + 1
        if flow.came_back(clock.time):
            begun += 1
            flow.begin_again()
            flow.probe("●")
        else:
            flow.answered(PROBE_ROW, clock.time)
            flow.question(100)
    assert begun <= 1


def test_what_nobody_has_asked_is_no_end_of_a_silence() -> None:
    flow, clock = started()
    clock.time += 100
    assert not flow.came_back(clock.time)
    flow.answered(1, clock.time)
    assert not flow.came_back(clock.time)


def test_what_the_terminal_does_not_take_is_waited_for() -> None:
    clock = Clock()
    flow = Flow(clock)
    flow.clogged = lambda: True
    assert not flow.free(pressed=True)
