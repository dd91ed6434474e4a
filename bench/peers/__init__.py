"""Other ways to compute the same experiment, each in the form that suits it best: the engines' peers.

A module a peer, with `prepare(experiment) -> Program`. It raises ImportError or Absent where it cannot run.
"""
