"""A market opened for a problem: cold, or with lists and prices kept from an earlier one."""

from __future__ import annotations

from itertools import repeat

import numpy as np
import numpy.typing as npt

from qixin.planning.pairing.flow import (
    FAR,
    NOBODY,
    Lists,
    State,
    search_room,
    settle,
    settle_as_before,
)
from qixin.planning.pairing.market import Market, _reach, groups_of
from qixin.planning.pairing.order import Order
from qixin.planning.pairing.params import Params
from qixin.planning.pairing.problem import Officers, PairingProblem, People
from qixin.planning.pairing.turning import carry

Ints = npt.NDArray[np.int64]
SPARE = 8  # room on a list before it must be copied


def opened(
    problem: PairingProblem, order: Order, was: Ints, rows: Ints, params: Params,
    earlier: Market | None = None,
) -> Market:  # fmt: skip
    """The market at its first prices. `was[p]`: the officer in `start`, −1 none, −2 unpaired.

    `rows[p]`: p's index among the earlier people, −1 for a new one.
    """
    kept = None if earlier is None else _kept_rows(problem, rows.copy(), earlier)
    if earlier is None or kept is None:
        market = _cold(problem, order, was, params)
        if earlier is not None:
            _take_prices(market, earlier)
        settle(np.arange(len(problem.people)), market.lists, market.state)
        return market
    return _warm(problem, order, was, params, earlier, kept)


def _fresh_state(problem: PairingProblem) -> State:
    people, officers = len(problem.people), len(problem.officers)
    capacity = np.append(problem.officers.capacity, people)
    slope = np.full(officers + 1, problem.prices.even, dtype=np.int64)
    slope[-1] = 0
    return State(
        np.full(people, NOBODY, dtype=np.int32), np.zeros(people, dtype=np.int64),
        np.zeros(officers + 1, dtype=np.int64), np.zeros(officers + 1, dtype=np.int64),
        capacity, slope, np.full(officers + 1, NOBODY, dtype=np.int32),
        np.full(people, NOBODY, dtype=np.int32), np.full(people, NOBODY, dtype=np.int32),
    )  # fmt: skip


def _extra(problem: PairingProblem, was: Ints) -> Ints:
    extra = np.where(problem.people.bond >= 0, problem.prices.bond, 0)
    extra += np.where(was != NOBODY, problem.prices.change, 0)
    return extra.astype(np.int64)


def _empty(
    problem: PairingProblem, order: Order, was: Ints, params: Params, width: int
) -> Market:  # fmt: skip
    people = len(problem.people)
    lists = Lists(
        np.zeros((people, width), dtype=np.int32), np.zeros((people, width), dtype=np.int64),
        np.zeros(people, dtype=np.int32),
    )  # fmt: skip
    state = _fresh_state(problem)
    extra = _extra(problem, was)
    base = np.zeros((people, width), dtype=np.int64) if extra.any() else lists.cost
    return Market(
        problem, order, lists, base, np.zeros(people, dtype=np.int64), extra, state,
        groups_of(problem), params.threads, search_room(state.price.size, people * width),
    )  # fmt: skip


def _cold(problem: PairingProblem, order: Order, was: Ints, params: Params) -> Market:
    k = min(params.neighbours, len(problem.officers))
    market = _empty(problem, order, was, params, k + SPARE)
    _list(market, np.arange(len(problem.people)), was, k)
    slots = int(np.ceil(len(problem.people) / len(problem.officers)))
    market.state.price[:-1] = problem.prices.even * max(0, slots - 1)
    return market


def _list(market: Market, people: Ints, was: Ints, k: int) -> None:
    """Fresh lists for `people`: the k cheapest, whoever is special to them, and nobody."""
    problem = market.problem
    limits = np.full(people.size, FAR, dtype=np.int64)
    nothing = np.zeros_like(market.state.price)
    found, costs, counts = market.cheaper(limits, people, nothing, k)
    market.lists.length[people] = 0
    market.reach[people] = _reach(costs, counts, k, len(problem.officers))
    market.widen(people, found, counts, costs)
    _list_special(market, people, problem.people.bond)
    _list_special(market, people, was)
    if problem.prices.unpaired is not None:
        one = np.ones(people.size, dtype=np.int64)
        nobody = np.full((people.size, 1), len(problem.officers), dtype=np.int64)
        costs = np.full((people.size, 1), problem.prices.unpaired, dtype=np.int64)
        market.widen(people, nobody, one, costs)
    _price_bonds(market, people, was)


def _list_special(market: Market, people: Ints, special: Ints) -> None:
    problem = market.problem
    some = people[special[people] >= 0]
    if not some.size:
        return
    officer = special[some]
    lacking = problem.people.needs[some] & ~problem.officers.skills[officer]
    if problem.prices.missing is None:
        some, officer, lacking = some[lacking == 0], officer[lacking == 0], lacking[lacking == 0]
    ways = problem.people.places[some] - problem.officers.places[officer]
    cost = np.rint(np.sqrt(ways[:, 0] ** 2 + ways[:, 1] ** 2)).astype(np.int64)
    cost += (problem.prices.missing or 0) * np.bitwise_count(lacking).astype(np.int64)
    market.widen(some, officer[:, None], np.ones(some.size, dtype=np.int64), cost[:, None])


def _price_bonds(market: Market, people: Ints, was: Ints) -> None:
    """Costs with bonds and changes upon the base costs."""
    problem = market.problem
    officer, base = market.lists.officer, market.base
    if base is market.lists.cost:
        return
    bond, before = problem.people.bond[people, None], was[people, None]
    before = np.where(before == -2, len(problem.officers), before)
    cost = base[people] + problem.prices.bond * ((bond >= 0) & (officer[people] != bond))
    cost += problem.prices.change * ((before >= 0) & (officer[people] != before))
    market.lists.cost[people] = cost


def _same_officers(now: PairingProblem, then: PairingProblem) -> bool:
    ours, theirs = now.officers, then.officers
    same = ours is theirs or (
        np.array_equal(ours.ids, theirs.ids)
        and np.array_equal(ours.places, theirs.places)
        and np.array_equal(ours.skills, theirs.skills)
    )
    return same and (now.prices.missing, now.prices.unpaired) == (
        then.prices.missing, then.prices.unpaired,
    )  # fmt: skip


def _kept_rows(problem: PairingProblem, rows: Ints, earlier: Market) -> Ints | None:
    """For each person the row in the earlier market whose list holds, −1 for none."""
    if not _same_officers(problem, earlier.problem):
        return None
    now, then = problem.people, earlier.problem.people
    known = np.flatnonzero(rows >= 0)
    old = rows[known]
    same = (now.places[known] == then.places[old]).all(axis=1)
    same &= now.needs[known] == then.needs[old]
    # a new bond needs a list with that officer on it
    same &= (now.bond[known] == then.bond[old]) | (now.bond[known] < 0)
    rows[known[~same]] = NOBODY
    return rows


def matched(now: People | Officers, then: People | Officers) -> Ints:
    """For each of `now` the index of the same id in `then`, −1 where it is new."""
    if now.ids is then.ids:
        return np.arange(len(now.ids))
    found = map(then.index.get, now.ids.tolist(), repeat(NOBODY))
    return np.fromiter(found, dtype=np.int64, count=len(now.ids))


def _warm(
    problem: PairingProblem, order: Order, was: Ints, params: Params, earlier: Market, rows: Ints
) -> Market:
    market = _empty(problem, order, was, params, earlier.lists.officer.shape[1])
    kept, new = np.flatnonzero(rows >= 0), np.flatnonzero(rows < 0)
    carry(rows, earlier.lists, earlier.base, market.lists, market.base)
    market.reach[kept] = earlier.reach[rows[kept]]
    market.state.price[:] = earlier.state.price
    _price_bonds(market, kept, was)
    if new.size:
        _list(market, new, was, min(params.neighbours, len(problem.officers)))
    settle_as_before(rows, earlier.state.at, market.lists, market.state)
    return market


def _take_prices(market: Market, earlier: Market) -> None:
    """Prices of officers who were there before; any prices are a valid beginning."""
    rows = matched(market.problem.officers, earlier.problem.officers)
    known = np.flatnonzero(rows >= 0)
    market.state.price[known] = earlier.state.price[rows[known]]
