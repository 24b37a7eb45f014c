"""How the search for routes goes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Params:
    """None of these depends on what an instance is called; they were set by measurement.

    workers      processes that search side by side (one without a time limit: repeatable)
    rounds       exchanges of the best tours among the workers
    history      length of late acceptance's memory
    update       iterations between two updates of the penalties
    part         places in one part, where a large problem is searched part by part
    recombine    choose the best set among all routes seen, after each round
    bound        share of the time for the lower bound
    """

    workers: int = 2
    rounds: int = 6
    history: int = 300
    update: int = 50
    part: int = 250
    recombine: bool = True
    bound: float = 0.03

    def __post_init__(self) -> None:
        for name in ("workers", "rounds", "history", "update", "part"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, not {getattr(self, name)}")
        if not 0 <= self.bound < 1:
            raise ValueError(f"bound must be a share below 1, not {self.bound}")
