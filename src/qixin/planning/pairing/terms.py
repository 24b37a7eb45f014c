"""The solver's own sums: the cost of an answer by term, and the value of prices as a bound."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from qixin.planning.pairing.market import Market
from qixin.planning.pairing.problem import PairingProblem

Ints = npt.NDArray[np.int64]


def terms_of(problem: PairingProblem, answer: Ints, was: Ints) -> dict[str, int]:
    """Metres by term; `answer[p]` −1 for nobody; `was[p]` −1 unknown, −2 had nobody."""
    people, officers, prices = problem.people, problem.officers, problem.prices
    paired = np.flatnonzero(answer >= 0)
    officer = answer[paired]
    way = people.places[paired] - officers.places[officer]
    lacking = people.needs[paired] & ~officers.skills[officer]
    load = np.bincount(officer, minlength=len(officers)).astype(np.int64)
    now = np.where(answer < 0, -2, answer)
    return {
        "way": int(np.rint(np.sqrt(way[:, 0] ** 2 + way[:, 1] ** 2)).sum()),
        "missing": (prices.missing or 0) * int(np.bitwise_count(lacking).sum()),
        "even": prices.even * int((load * (load - 1) // 2).sum()),
        "bond": prices.bond * int(((people.bond >= 0) & (answer != people.bond)).sum()),
        "change": prices.change * int(((was != -1) & (now != was)).sum()),
        "unpaired": (prices.unpaired or 0) * int((answer < 0).sum()),
    }


def dual_value(market: Market, worth: Ints) -> int:
    """Σ worth − Σ what officers earn at most at their prices; a bound if `worth` is over all pairs.

    An officer earns Σ max(0, price − (k − 1) × even) over their places k.
    """
    state = market.state
    price, capacity, slope = state.price[:-1], state.capacity[:-1], market.problem.prices.even
    if slope:
        places = np.minimum(capacity, price // slope + 1)
        earned = places * price - slope * (places * (places - 1) // 2)
    else:
        earned = capacity * price
    return int(worth.sum()) - int(earned.sum())
