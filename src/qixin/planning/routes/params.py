"""How the search for routes goes."""

from __future__ import annotations

from dataclasses import dataclass

from qixin.planning.limits import at_least_one


@dataclass(frozen=True)
class Params:
    """None of these depends on what an instance is called; they were set by measurement.

    workers      threads or processes that search side by side
    hot, cold    first and last temperature, in lengths of a mean leg of the first plan
    close        nearest places beside which a place may be put back
    epochs       how often the plan is parted anew among the workers
    beside       places up to which PyVRP searches in the place of a second worker
    part         places that a worker must have at least, else all search the whole
    recombine    share of the time for choosing the best set among all routes seen
    polish       share of the time for PyVRP at the end
    history      length of late acceptance's memory in PyVRP
    rounds       exchanges of the best tours among PyVRP's processes
    bound        share of the time for the lower bound
    """

    workers: int = 2
    hot: float = 1.0
    cold: float = 0.01
    close: int = 20
    epochs: int = 40
    beside: int = 600
    part: int = 100
    recombine: float = 0.05
    polish: float = 0.05
    history: int = 300
    rounds: int = 6
    bound: float = 0.03

    def __post_init__(self) -> None:
        at_least_one(self, "workers", "close", "epochs", "part", "history", "rounds")
        if not 0 < self.cold <= self.hot:
            raise ValueError(f"cold must lie above 0 and not over hot, not {self.cold}")
        for name in ("recombine", "polish", "bound"):
            if not 0 <= getattr(self, name) < 0.5:
                raise ValueError(f"{name} must be a share below a half, not {getattr(self, name)}")
