"""The one call: a problem in, a roster with its cost and bound out."""

from __future__ import annotations

import numpy as np

from qixin.planning.rosters.model import Model
from qixin.planning.rosters.oneday import OneDay
from qixin.planning.rosters.params import Params
from qixin.planning.rosters.problem import Demand, Person, Problem, Shift
from qixin.planning.rosters.result import Result, Roster
from qixin.planning.rosters.search import Search
from qixin.planning.rosters.standing import Standing
from qixin.planning.rosters.tables import OFF
from qixin.planning.rosters.trades import Trader
from qixin.planning.run import OnProgress, Run
from qixin.planning.stop import MaxWork, Stop


def solve(
    problem: Problem,
    *,
    stop: Stop,
    seed: int = 0,
    params: Params | None = None,
    on_progress: OnProgress | None = None,
    start: Roster | None = None,
) -> Result:
    """A roster for `problem`, its cost and a valid lower bound.

    With `start`, each turn that differs from it costs `params.change_price`, and the search begins
    from it: who can keep their roster keeps it; people, shifts and days that are not in `problem`
    any more are passed over. Infeasible problems come back with `conflicts`, one
    a person whose own rules leave them no roster.
    """
    run = Run(stop, on_progress)
    search = Search(problem, params or Params(), run, seed, start)
    try:
        return search.go()
    finally:
        search.close()


def warm_up() -> None:
    """Compile the inner loops, once on a machine: half a minute that no search should pay for."""
    shift = Shift("on", 60)
    people = (Person("one", max_minutes=60), Person("two", max_minutes=60))
    demands = (Demand(0, 1, 1, ("on",)),)
    solve(
        Problem(days=1, shifts=(shift,), people=people, demands=demands),
        stop=MaxWork(20), params=Params(exact_size=0, most_rows=10),
    )  # fmt: skip
    solve(
        Problem(days=14, shifts=(shift,), people=people, demands=demands),
        stop=MaxWork(300), params=Params(exact_size=0, stretch_from=7, stretch_size=0),
    )  # fmt: skip
    model = Model(Problem(days=2, shifts=(shift,), people=people, demands=demands))
    standing = Standing(model, np.full((2, 2), OFF, np.int16))
    run, random = Run(MaxWork(20)), np.random.default_rng(0)
    with Trader(model, standing.choices, run, random, 1) as traders:
        traders.step()
    OneDay(model).sweep(standing, run, random)
