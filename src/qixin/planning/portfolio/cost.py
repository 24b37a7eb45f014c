"""What a schedule costs, by term, as the search counts it (the checker counts for itself)."""

from __future__ import annotations

from qixin.planning.portfolio.problem import Problem
from qixin.planning.portfolio.result import Schedule
from qixin.planning.portfolio.windows import Windows


def terms_of(
    problem: Problem, windows: Windows, schedule: Schedule, start: Schedule | None
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
        "change": float(prices.change * moved(schedule, start)) if start is not None else 0.0,
    }


def ends_of(problem: Problem, windows: Windows, schedule: Schedule) -> list[int]:
    return [
        windows.finish(activity, schedule.modes[at], schedule.starts[at])
        for at, activity in enumerate(problem.activities)
    ]


def lying(problem: Problem, schedule: Schedule) -> int:
    """Money × periods from its arrival to its spending, or to the end of time."""
    until = problem.end
    arrived = sum(s.amount * max(0, until - s.at) for b in problem.budgets for s in b.arrivals)
    spent = sum(
        sum(activity.modes[mode].spends.values()) * (until - begun)
        for activity, mode, begun in zip(
            problem.activities, schedule.modes, schedule.starts, strict=True
        )
    )
    return arrived - spent


def moved(schedule: Schedule, start: Schedule) -> int:
    """Periods by which starts differ, and one for each other mode and parcel."""
    both = zip(schedule.starts, start.starts, schedule.modes, start.modes, strict=True)
    changed = sum(abs(one - other) + (mode != was) for one, other, mode, was in both)
    return changed + sum(
        schedule.parcels.get(name) != parcel for name, parcel in start.parcels.items()
    )
