"""The pace of a race on the screen: from wall seconds to time on the race's clock.

A race lasts about ten seconds at speed 1. The first three shots of the full batch are shown slowly, so that the
charge can be felt. The rest goes faster and faster, so that nobody waits.
"""

WALL_SECONDS = 10.0
SLOW_SECONDS_PER_SHOT = 1.2
SHORT_SHOT = 1 / 40  # of the race: a shorter shot has little charge to be felt, and is shown in less time
SLOW_SHOTS = 3
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)


def race_time(wall: float, duration: int, shot: int) -> int:
    """Return the microseconds of race time after `wall` seconds at speed 1.

    duration: of the whole race, in microseconds; shot: of one update of the full batch, in microseconds.
    """
    slow_time = min(SLOW_SHOTS * shot, duration * 0.4)
    slow_wall = slow_time / shot * SLOW_SECONDS_PER_SHOT * (0.75 if shot < SHORT_SHOT * duration else 1.0)
    slow_wall = min(slow_wall, WALL_SECONDS * 0.4)
    rate = slow_time / slow_wall if slow_time else 0.0
    if wall <= slow_wall:
        return int(rate * wall)
    rest_wall = WALL_SECONDS - slow_wall
    rest = duration - slow_time
    s = min(1.0, (wall - slow_wall) / rest_wall)
    steady = min(rest, rate * rest_wall)
    return min(duration, int(slow_time + steady * s + (rest - steady) * s * s))


def wall_time(time: int, duration: int, shot: int) -> float:
    """Return the wall seconds at which `time` is reached, to a millisecond: the inverse of race_time."""
    low, high = 0.0, WALL_SECONDS
    while high - low > 1e-3:
        middle = (low + high) / 2
        low, high = (middle, high) if race_time(middle, duration, shot) < time else (low, middle)
    return high
