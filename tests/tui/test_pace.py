"""The show of a race: never backwards, slow at first, done on time."""

from hypothesis import given
from hypothesis import strategies as st

from batchgame.scenarios.reading.library import find
from batchgame.tui.game.parts.charts import SHORTEST, grown
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.pace import WALL_SECONDS, race_time, wall_time
from batchgame.tui.race.round import Round
from batchgame.tui.race.threaded import conductor_of

durations = st.integers(1_000_000, 10**10)
shots = st.integers(1_000_000, 10**8)


@given(durations, shots, st.lists(st.floats(0, 20), min_size=2, max_size=20))
def test_time_never_runs_backwards_and_never_past_the_end(duration: int, shot: int, walls: list[float]) -> None:
    times = [race_time(wall, duration, shot) for wall in sorted(walls)]
    assert sorted(times) == times
    assert times[0] >= 0
    assert times[-1] <= duration


@given(durations, shots)
def test_a_race_ends_within_its_ten_seconds(duration: int, shot: int) -> None:
    assert race_time(WALL_SECONDS, duration, shot) >= duration - 1


def test_the_first_three_shots_of_the_full_batch_are_in_slow_motion() -> None:
    duration, shot = 400_000_000, 20_000_000  # the saddle: 20 epochs of 20 examples, one at a time
    third_shot = wall_time(3 * shot, duration, shot)
    assert 3 <= third_shot <= 4.1
    fifth_of_the_rest = race_time(third_shot + 1, duration, shot) - 3 * shot
    assert fifth_of_the_rest > shot  # after them it goes faster


@given(st.integers(10**6, 10**9), st.floats(0.1, 9.9))
def test_wall_time_is_the_inverse(duration: int, wall: float) -> None:
    shot = duration // 20 + 1
    again = wall_time(race_time(wall, duration, shot), duration, shot)
    assert abs(again - wall) < 0.02


def test_a_race_goes_ahead_once_every_lane_has_settled() -> None:
    """In the canyon batch size 1 is soon in the basin, and the full batch stays where it is."""
    round_ = Round(*find("canyon"), PlayOptions(trajectories=60))
    conductor = conductor_of(round_)
    shown, ahead = 0.0, 0.0
    while not conductor.over:
        conductor.tick(1 / 15)
        shown += 1 / 15
        ahead += conductor.ahead / 15
    assert shown < 0.75 * WALL_SECONDS
    assert 0 < ahead < 1.2
    again = conductor_of(round_)
    again.skip()
    while not again.over:
        again.tick(1 / 15)
    assert conductor.outcomes() == again.outcomes()


def test_paused_races_do_not_go_ahead() -> None:
    conductor = conductor_of(Round(*find("canyon"), PlayOptions(trajectories=20)))
    while not conductor.ahead:
        conductor.tick(1 / 15)
    conductor.toggle_pause()
    time = conductor.frame.time
    conductor.tick(1.0)
    assert conductor.frame.time == time


@given(st.floats(0, 1), st.floats(1, 1e6))
def test_an_axis_holds_what_was_reached_and_grows_by_doubling(share: float, budget: float) -> None:
    end = grown(share * budget, budget)
    assert share * budget <= end <= budget
    assert share * budget > end / 2 or end == budget / SHORTEST
