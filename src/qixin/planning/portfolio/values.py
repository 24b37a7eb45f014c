"""What one more unit of each factor would buy: the portfolio planned again with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from qixin.planning.portfolio.factors import Budget, Factor, Parcel, Step
from qixin.planning.portfolio.params import Params
from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.result import Result
from qixin.planning.portfolio.solve import solve
from qixin.planning.stop import Stop


@dataclass(frozen=True)
class Worth:
    """`found`: how much cheaper the plan with one more became than the plan without, searched
    alike. The true worth lies in `at_least` … `at_most`, by both searches' bounds.
    """

    factor: str
    unit: int
    found: float
    at_least: float
    at_most: float


def value_of_one_more(
    problem: Problem, result: Result, *, stop: Stop, seed: int = 0, params: Params | None = None,
    units: dict[str, int] | None = None,
) -> tuple[Worth, ...]:  # fmt: skip
    """The worth of one more of each factor, the largest first; `result` is where searches begin.

    A factor gets one more in every period that has any, a budget one more with its first arrival,
    and of land there is one more parcel, ready at once, that fits every project of its kind.
    `units` sets other amounts than 1 by name. `stop` holds for each search: one for the plan as it
    is, and one a factor. Raises ValueError where `result` has no plan.
    """
    if result.schedule is None:
        raise ValueError("there is no plan whose factors could be worth anything")
    # a search begins at the plan, but it costs nothing to leave it
    free = replace(problem, prices=replace(problem.prices, change=0))
    base = solve(free, stop=stop, seed=seed, params=params, start=result.schedule)
    told = []
    for name, unit, more in _each_with_more(free, units or {}):
        better = solve(more, stop=stop, seed=seed, params=params, start=base.schedule)
        told.append(
            Worth(
                name, unit, base.cost - better.cost, max(0.0, base.bound - better.cost),
                base.cost - better.bound,
            )
        )  # fmt: skip
    return tuple(sorted(told, key=lambda worth: -worth.found))


def _each_with_more(problem: Problem, units: dict[str, int]) -> Iterator[tuple[str, int, Problem]]:
    for at, factor in enumerate(problem.factors):
        unit = units.get(factor.name, 1)
        steps = tuple(Step(s.at, s.amount + unit if s.amount else 0) for s in factor.steps)
        factors = (*problem.factors[:at], Factor(factor.name, steps), *problem.factors[at + 1 :])
        yield factor.name, unit, replace(problem, factors=factors)
    for at, budget in enumerate(problem.budgets):
        unit = units.get(budget.name, 1)
        first, *rest = budget.arrivals
        arrivals = (Step(first.at, first.amount + unit), *rest)
        budgets = (*problem.budgets[:at], Budget(budget.name, arrivals), *problem.budgets[at + 1 :])
        yield budget.name, unit, replace(problem, budgets=budgets)
    for kind in sorted({project.land_kind for project in problem.projects if project.land}):
        area = max(p.land for p in problem.projects if p.land and p.land_kind in ("", kind))
        name = f"land for {kind}" if kind else "land"
        parcel = Parcel(f"one more: {name}", area, kind)
        yield name, 1, replace(problem, parcels=(*problem.parcels, parcel))
