"""What a schedule costs, by term, as the search counts it (the checker counts for itself)."""

from __future__ import annotations

from qixin.planning.portfolio.earlier import Earlier
from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.result import Schedule
from qixin.planning.portfolio.windows import Windows


def terms_of(
    problem: Problem, windows: Windows, schedule: Schedule, earlier: Earlier | None
) -> dict[str, float]:
    """Lateness, makespan, idle money and changes, each times its price."""
    prices, ends = problem.prices, ends_of(problem, windows, schedule)
    late = sum(
        problem.weight(milestone) * max(0, ends[problem.number[milestone.activity]] - milestone.due)
        for milestone in problem.milestones
    )
    return {
        "lateness": float(prices.lateness * late),
        "makespan": float(prices.makespan * max(ends)),
        "idle": float(prices.idle * lying(problem, schedule)) if prices.idle else 0.0,
        "change": float(prices.change * moved(schedule, earlier)) if earlier is not None else 0.0,
    }


def late_prices(problem: Problem) -> dict[int, list[tuple[int, int]]]:
    """By activity: (due, price a period) of its milestones."""
    late: dict[int, list[tuple[int, int]]] = {}
    for milestone in problem.milestones:
        price = problem.prices.lateness * problem.weight(milestone)
        late.setdefault(problem.number[milestone.activity], []).append((milestone.due, price))
    return late


def cost_of_start(
    problem: Problem, earlier: Earlier | None, at: int, mode: int, time: int, end: int,
    late: list[tuple[int, int]],
) -> float:  # fmt: skip
    """What it costs that activity `at` works then, in that mode, until `end`.

    `late`: its own of `late_prices`. Together with the makespan, changed parcels and all money's
    lying from its arrival to the end of time these are the whole cost.
    """
    prices = problem.prices
    cost = float(sum(price * max(0, end - due) for due, price in late))
    if prices.idle:
        spent = sum(problem.activities[at].modes[mode].spends.values())
        cost -= prices.idle * spent * (problem.end - time)
    was = earlier.was[at] if earlier is not None else None
    if was is not None:
        cost += prices.change * (abs(time - was.start) + (mode != was.mode))
    return cost


def arrived_lying(problem: Problem) -> int:
    """Money × periods from its arrival to the end of time, were none of it spent."""
    return sum(s.amount * max(0, problem.end - s.at) for b in problem.budgets for s in b.arrivals)


def ends_of(problem: Problem, windows: Windows, schedule: Schedule) -> list[int]:
    return [
        windows.finish(activity, schedule.modes[at], schedule.starts[at])
        for at, activity in enumerate(problem.activities)
    ]


def lying(problem: Problem, schedule: Schedule) -> int:
    """Money × periods from its arrival to its spending, or to the end of time."""
    until, arrived = problem.end, arrived_lying(problem)
    spent = sum(
        sum(activity.modes[mode].spends.values()) * (until - begun)
        for activity, mode, begun in zip(
            problem.activities, schedule.modes, schedule.starts, strict=True
        )
    )
    return arrived - spent


def moved(schedule: Schedule, earlier: Earlier) -> int:
    """Periods by which starts differ, and one for each other mode and parcel; of what is known."""
    both = zip(schedule.starts, schedule.modes, earlier.was, strict=True)
    changed = sum(
        abs(start - was.start) + (mode != was.mode) for start, mode, was in both if was is not None
    )
    return changed + sum(
        schedule.parcels.get(name) != parcel for name, parcel in earlier.parcels.items()
    )
