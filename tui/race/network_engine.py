"""The engine of the networks that a page trains."""

from __future__ import annotations

from batchgame.sim.networks.engine import NetworkEngine, network_engine
from batchgame.tui.race.options import PlayOptions


def engine_of(options: PlayOptions) -> NetworkEngine:
    """Return the engine that was asked for. In a kiosk it uses one processor: a class plays on the same host."""
    chosen = network_engine(options.engine)
    return type(chosen)(threads=1) if options.kiosk and hasattr(chosen, "threads") else chosen  # type: ignore[call-arg]


def is_quick(engine: NetworkEngine) -> bool:
    """Return whether the engine trains hundreds of networks in seconds: NumPy takes ten times as long as the others."""
    return engine.name != "numpy"
