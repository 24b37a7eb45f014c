"""How the search for a roster goes."""

from __future__ import annotations

from dataclasses import dataclass

from qixin.planning.limits import at_least_one
from qixin.planning.rosters.problem import CHANGE_PRICE


@dataclass(frozen=True)
class Params:
    """`rounds`: of column generation before the first dive; `dive_rounds`: after each fixing.

    A dive fixes what the LP holds to at least `sure`, and at least the share `stride` of what is
    still broken. `crews` are how many people a repair may free, and for how many days.
    `change_price` is due for each turn that differs from `start`. `threads` price people side by
    side.

    Column generation ends at `tolerance` between value and bound. Over `most_rows` rows an outline
    takes its place: if people meet in demands alone, turns are traded for `trade_share` of the
    time, and days gone through `trade_sweeps` times in between; days are gone through in turn while
    that gains `sweep_gain`, a share of the cost. Periods of over `stretch_from` days are first
    planned in stretches of `stretch` days, `ahead` more in view, for `rolling_share` of the time;
    stretches of up to `stretch_size` people times rows by column generation, larger ones by days in
    turn. Their prices together give a bound unless that takes more than `bound_share` of what is
    left. Where stretches are larger, the whole period is annealed instead for `anneal_share` of the
    time, if people meet in demands alone. Up to `exact_size` person-days CP-SAT looks for a proof,
    `exact_seconds` long. Crews count large limits exactly where that takes at most `crew_cells`
    times the memory.
    """

    rounds: int = 400
    dive_rounds: int = 4
    sure: float = 0.9
    stride: float = 0.08
    crews: tuple[tuple[int, int], ...] = (
        (60, 5), (100, 5), (150, 4), (100, 7), (40, 7), (10, 28), (24, 14), (24, 28), (50, 14),
        (24, 42), (50, 21), (10, 63),
    )  # fmt: skip
    change_price: float = CHANGE_PRICE
    threads: int = 2
    tolerance: float = 1e-4
    stretch_from: int = 70
    stretch: int = 28
    ahead: int = 7
    rolling_share: float = 0.6
    repair_rounds: int = 3
    exact_size: int = 400
    exact_seconds: float = 10.0
    most_rows: int = 1500
    sweep_gain: float = 0.005
    stretch_size: int = 25_000
    bound_share: float = 0.1
    anneal_share: float = 0.95
    trade_share: float = 0.9
    trade_sweeps: int = 3
    crew_cells: int = 40

    def __post_init__(self) -> None:
        at_least_one(self, "rounds", "dive_rounds", "threads")
        for name in ("sure", "stride"):
            if not 0 < getattr(self, name) <= 1:
                raise ValueError(
                    f"{name} is a share over 0 and at most 1, not {getattr(self, name)}"
                )
        if self.change_price < 0:
            raise ValueError("a change cannot have a negative price")
