"""Other ways to compute the same experiment, each in the form that suits it best: the peers of the engines.

Each module is one peer, with a function `prepare(experiment) -> Program`. It raises ImportError or Absent if the peer
cannot run.
"""
