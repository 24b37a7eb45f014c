"""The pairing of least cost, proven over all pairs although only near ones are looked at.

An auction on short lists of near officers brings prices close to their optimum, shortest paths make
them exact, and a search over the ground finds every person for whom an officer off the list would
be cheaper at these prices. Such officers join the lists, and it goes on until there is none: then
the prices are a dual solution of the whole problem, and the bound is their value (column generation
on a sparse transport problem; duality as in Ahuja, Magnanti & Orlin 1993, 9.4).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from qixin.planning.outcome import Conflict, Status, status_of
from qixin.planning.pairing.auction import auction
from qixin.planning.pairing.completing import completed
from qixin.planning.pairing.conflicts import crowded, plain_conflicts
from qixin.planning.pairing.flow import NOBODY, balance, settle
from qixin.planning.pairing.market import Market
from qixin.planning.pairing.opening import matched, opened
from qixin.planning.pairing.order import Order, along_the_ground, inverse
from qixin.planning.pairing.params import Params
from qixin.planning.pairing.problem import PairingProblem
from qixin.planning.pairing.result import PairingResult
from qixin.planning.pairing.terms import dual_value, terms_of
from qixin.planning.run import OnProgress, Run
from qixin.planning.stop import Stop

Ints = npt.NDArray[np.int64]
CHUNK = 500  # searches between two looks at the clock
OFFERS = 6  # officers that join a list at a time
LOOK = 3  # raises an officer between two looks beyond the lists
SMOOTHING = 5  # people


def solve(
    problem: PairingProblem, *, stop: Stop, seed: int = 0, params: Params | None = None,
    on_progress: OnProgress | None = None, start: PairingResult | None = None,
) -> PairingResult:  # fmt: skip
    """Pair everybody at least cost. Work: raises and searches; nothing is drawn by lot.

    `start`: an earlier result; people and officers are known again by their ids, whoever moves is
    named in `moved` and priced by `prices.change`, and where most stayed the same it takes a
    fraction of the time.
    """
    del seed  # the answer is an optimum, found without chance
    params = params or Params()
    run = Run(stop, on_progress)
    conflicts = plain_conflicts(problem)
    if conflicts:
        return _nothing(problem, run, Status.INFEASIBLE, conflicts)
    inner, order = along_the_ground(problem)
    was, rows = _before(problem, order, start)
    market = opened(inner, order, was, rows, params, start.market if start else None)
    conflict = _search(market, run, params, warm=start is not None)
    if conflict is not None:
        return _nothing(problem, run, Status.INFEASIBLE, (conflict,))
    return _result(problem, market, run, was)


def warm_up() -> None:
    """Compile the inner loops (some 20 s once a machine, from the cache in a second after)."""
    from qixin.planning.pairing.generate import town
    from qixin.planning.stop import MaxWork

    first = solve(town(people=60, officers=10, seed=1), stop=MaxWork(10**6))
    # the officers must be the same, or the lists are not carried over
    solve(first.problem, stop=MaxWork(10**6), start=first)


def _before(
    problem: PairingProblem, order: Order, start: PairingResult | None
) -> tuple[Ints, Ints]:  # fmt: skip
    """Each person's officer in `start`: place now, −1 unknown, −2 had nobody; and place then."""
    nobody = np.full(len(problem.people), NOBODY, dtype=np.int64)
    if start is None or start.officer_of is None or start.market is None:
        return nobody, nobody
    people = matched(problem.people, start.problem.people)[order.people]
    officers = matched(start.problem.officers, problem.officers)
    # the last entry is for -1: nobody and unknown stay what they are
    officers = np.append(inverse(order.officers), NOBODY)[officers]
    old = np.append(np.append(officers, -2)[start.officer_of], NOBODY)
    return old[people], np.append(inverse(start.market.order.people), NOBODY)[people]


def _search(market: Market, run: Run, params: Params, *, warm: bool) -> Conflict | None:
    """Bring the market to its optimum, or as far as `run` lets it; a conflict if there is none."""
    if not warm:
        _bid(market, run, params)
    while True:
        conflict = _make_exact(market, run)
        if conflict is not None or run.over():
            return conflict
        if not _invite(market, run):
            run.proved(float(dual_value(market, market.worth())))
            return None


def _bid(market: Market, run: Run, params: Params) -> None:
    officers = market.state.price.size
    steps = _steps(market, params.step)
    queue, waiting = np.zeros(officers, dtype=np.int32), np.zeros(officers, dtype=np.int32)
    left = params.raises * officers
    while left > 0 and not run.over():
        most = min(left, LOOK * officers)
        raises = auction(market.lists, market.state, queue, waiting, most, steps)
        run.worked(raises)
        left -= raises
        if raises < most:
            break
        _invite(market, run, settling=False)
    settle(np.arange(len(market.problem.people)), market.lists, market.state)


def _steps(market: Market, share: float) -> Ints:
    """Each officer's least raise: the share of the mean way of those to whom they are nearest.

    Smoothed by a few people with the mean of all: a raise should be as small as ways are there.
    """
    nearest, way = market.lists.officer[:, 0], market.base[:, 0]
    officers, mean = market.state.price.size, float(np.mean(way))
    sums = np.bincount(nearest, way, minlength=officers) + SMOOTHING * mean
    local = sums / (np.bincount(nearest, minlength=officers) + SMOOTHING)
    return np.maximum(1, (share * local).astype(np.int64))


def _invite(market: Market, run: Run, *, settling: bool = True) -> bool:
    """Officers off the lists who are cheaper at these prices join them; False if there are none."""
    people, found, costs, counts = market.beaten(OFFERS)
    run.worked()
    if not people.size:
        return False
    base = costs - market.state.price[found]
    market.widen(people, found, counts, base)
    if settling:
        settle(people, market.lists, market.state)
    return True


def _make_exact(market: Market, run: Run) -> Conflict | None:
    while not run.over():
        state = market.state
        over = (state.load > state.capacity) | (
            (state.load > 0) & (state.slope * (state.load - 1) > state.price)
        )
        under = (state.load < state.capacity) & (state.slope * state.load < state.price)
        queue = np.concatenate((np.flatnonzero(over), np.flatnonzero(under)))
        if not queue.size:
            return None
        conflict = _work_off(market, run, queue)
        if conflict is not None:
            return conflict
    return None


def _work_off(market: Market, run: Run, queue: Ints) -> Conflict | None:
    done = np.zeros(2, dtype=np.int64)
    while done[0] < queue.size and not run.over():
        before = int(done[1])
        stuck = balance(
            queue, market.lists, market.wanted(), market.state, market.search, CHUNK, done
        )
        run.worked(int(done[1]) - before + 1)
        if stuck:
            officers = market.search.seen[:stuck].astype(np.int64)
            people = np.flatnonzero(np.isin(market.state.at, officers))
            if not market.open_further(people):
                return crowded(market.problem, officers, people)
            settle(people, market.lists, market.state)
    return None


def _result(problem: PairingProblem, market: Market, run: Run, was: Ints) -> PairingResult:
    state, order = market.state, market.order
    proven = math.isfinite(run.bound)
    if not proven:
        run.proved(float(dual_value(market, _least_worth(market))))
    answer = state.at.astype(np.int64) if proven else completed(market)
    if answer is None:
        return _nothing(problem, run, Status.UNKNOWN, ())
    answer = np.where(answer == len(problem.officers), NOBODY, answer)
    terms = terms_of(market.problem, answer, was)
    run.found(float(sum(terms.values())))
    moved = (was != NOBODY) & (np.where(answer < 0, -2, answer) != was)
    officer_of, prices = np.empty_like(answer), np.empty(len(problem.officers), dtype=np.int64)
    officer_of[order.people] = np.append(order.officers, NOBODY)[answer]
    prices[order.officers] = state.price[:-1]
    return PairingResult(
        status=status_of(run), cost=run.cost, bound=run.bound,
        terms={name: float(value) for name, value in terms.items()}, curve=tuple(run.curve),
        seconds=run.seconds, work=run.work, problem=problem, officer_of=officer_of,
        prices=prices, moved=np.sort(order.people[moved]),
        market=market,
    )  # fmt: skip


def _least_worth(market: Market) -> Ints:
    """What each person would pay at their best officer of all at these prices."""
    everybody = np.arange(len(market.problem.people))
    settle(everybody, market.lists, market.state)
    worth = market.worth()
    people, _, costs, _ = market.beaten(1)
    worth[people] = np.minimum(worth[people], costs[:, 0] + market.extra[people])
    return worth


def _nothing(
    problem: PairingProblem, run: Run, status: Status, conflicts: tuple[Conflict, ...]
) -> PairingResult:
    return PairingResult(
        status=status, cost=math.inf, bound=math.inf if conflicts else run.bound,
        conflicts=conflicts, curve=tuple(run.curve), seconds=run.seconds, work=run.work,
        problem=problem, officer_of=None,
    )  # fmt: skip
