"""An answer out of an unfinished search: whoever has no room goes to the cheapest place free."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from qixin.planning.pairing.flow import FAR
from qixin.planning.pairing.market import UNLISTED, Market

Ints = npt.NDArray[np.int64]
CHOICES = 4


def completed(market: Market) -> Ints | None:
    """Everybody's officer, `len(officers)` for nobody; None where the needs left no place."""
    state = market.state
    answer = state.at.astype(np.int64)
    room = state.capacity.copy()
    waiting = _without_room(answer, room)
    while waiting.size:
        placed = _place(market, waiting, answer, room)
        if not placed:
            return None
        waiting = waiting[answer[waiting] < 0]
    return answer


def _without_room(answer: Ints, room: Ints) -> Ints:
    """Take people off overfull officers; `room` becomes what is left."""
    order = np.argsort(answer, kind="stable")
    first = np.searchsorted(answer[order], np.arange(room.size))
    rank = np.arange(answer.size) - first[answer[order]]
    out = order[rank >= room[answer[order]]]
    answer[out] = -1
    room -= np.bincount(answer[answer >= 0], minlength=room.size)
    return np.sort(out)


def _place(market: Market, waiting: Ints, answer: Ints, room: Ints) -> int:
    price = np.where(room > 0, 0, UNLISTED)
    limits = np.full(waiting.size, UNLISTED, dtype=np.int64)
    k = min(CHOICES, len(market.problem.officers))
    found, costs, counts = market.cheaper(limits, waiting, price, k)
    nobody = len(market.problem.officers)
    unpaired = market.problem.prices.unpaired
    placed = 0
    best = np.where(counts > 0, costs[:, 0], FAR)
    for at in np.argsort(best, kind="stable"):
        for index in range(counts[at]):
            officer = int(found[at, index])
            if room[officer] > 0 and (unpaired is None or costs[at, index] <= unpaired):
                answer[waiting[at]] = officer
                room[officer] -= 1
                placed += 1
                break
        else:
            full = counts[at] == 0 or (unpaired is not None and costs[at, 0] > unpaired)
            if unpaired is not None and full:
                answer[waiting[at]] = nobody
                placed += 1
    return placed
