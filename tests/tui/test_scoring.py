"""Stars and points of a round."""

from batchgame.tui.score.stars import Stars, points, stars


def test_par_is_unknown_until_the_map_is_there() -> None:
    assert stars(0.9, True, 5.0, None, par_known=False) == Stars(True, True, None)
    assert stars(0.9, True, 5.0, 5.0, par_known=True) == Stars(True, True, True)
    assert stars(0.9, False, 5.1, 5.0, par_known=True) == Stars(True, False, False)


def test_without_the_goal_there_is_no_par() -> None:
    assert stars(0.79, True, 3.0, 5.0, par_known=True) == Stars(False, True, False)
    assert stars(0.79, True, 3.0, None, par_known=False) == Stars(False, True, False)


def test_being_unsure_is_worth_saying() -> None:
    earned = {(True, True): 2, (True, False): 1, (False, False): 0, (False, True): -1}
    assert {(right, sure): points(right, sure) for right, sure in earned} == earned
