"""Why a milestone is late, and what differs from an earlier answer, in terms of the problem."""

from __future__ import annotations

from qixin.planning.portfolio.conflicts import chain_to
from qixin.planning.portfolio.cost import ends_of
from qixin.planning.portfolio.dispatch import Stock
from qixin.planning.portfolio.earlier import Earlier
from qixin.planning.portfolio.problem import Milestone, Problem
from qixin.planning.portfolio.result import Change, Late, Schedule
from qixin.planning.portfolio.windows import Windows

REASONS = 4  # told of a late milestone, the last first


def lates(problem: Problem, windows: Windows, schedule: Schedule) -> tuple[Late, ...]:
    """The missed milestones, the dearest first, each with the waits on its way."""
    ends = ends_of(problem, windows, schedule)
    stock = _stock(problem, windows, schedule, ends)
    told = []
    for milestone in problem.milestones:
        at = problem.number[milestone.activity]
        if ends[at] > milestone.due:
            late = ends[at] - milestone.due
            told.append(
                Late(
                    milestone.name, milestone.activity, milestone.due, ends[at],
                    problem.prices.lateness * problem.weight(milestone) * late,
                    _reasons(problem, windows, schedule, stock, milestone, ends),
                )
            )  # fmt: skip
    return tuple(sorted(told, key=lambda late: -late.cost))


def _stock(problem: Problem, windows: Windows, schedule: Schedule, ends: list[int]) -> Stock:
    stock = Stock(problem, max(windows.end, *ends))
    for at, activity in enumerate(problem.activities):
        mode = activity.modes[schedule.modes[at]]
        stock.take(mode.uses, mode.spends, schedule.starts[at], ends[at])
    return stock


def _reasons(
    problem: Problem, windows: Windows, schedule: Schedule, stock: Stock, milestone: Milestone,
    ends: list[int],
) -> tuple[str, ...]:  # fmt: skip
    """The waits on a late milestone's way; where there is none, the work that takes so long."""
    at = problem.number[milestone.activity]
    waits = _waits(problem, windows, schedule, stock, at, ends)
    if waits and windows.first_end(at) <= milestone.due:
        return tuple(waits[:REASONS])
    chain = chain_to(problem, windows, at)
    names = " → ".join(problem.activities[one].name for one in chain)
    begin = windows.earliest[chain[0]]
    if windows.first_end(at) > milestone.due:
        long = f"{names} take from {begin} to {windows.first_end(at)} at the least"
    else:
        long = f"{names} take until {ends[at]} in the modes chosen"
    return (long, *waits[: REASONS - 1])


def _waits(
    problem: Problem, windows: Windows, schedule: Schedule, stock: Stock, at: int, ends: list[int]
) -> list[str]:
    """Back from an activity along what it waited for: each wait longer than its forerunners'."""
    told: list[str] = []
    while True:
        activity = problem.activities[at]
        forerunners = problem.forerunners[at]
        could = max([windows.earliest[at], *(ends[before] for before in forerunners)])
        if schedule.starts[at] > could:
            why = _shortage(problem, windows, schedule, stock, at, could)
            told.append(f"{activity.name} waited from {could} to {schedule.starts[at]} for {why}")
        if not forerunners:
            return told
        at = max(forerunners, key=lambda before: ends[before])


def _shortage(
    problem: Problem, windows: Windows, schedule: Schedule, stock: Stock, at: int, could: int
) -> str:
    """What lacks for a start one period earlier."""
    activity = problem.activities[at]
    mode, start = activity.modes[schedule.modes[at]], schedule.starts[at]
    lot = schedule.parcels.get(activity.project)
    if activity.on_land and any(p.name == lot and p.ready == start for p in problem.parcels):
        return f"parcel {lot}"
    earlier = start - 1
    until = windows.finish(activity, schedule.modes[at], earlier)
    own_end = windows.finish(activity, schedule.modes[at], start)
    for name, need in mode.uses.items():
        free = stock.free[name].copy()
        free[start:own_end] += need
        if (free[earlier:until] < need).any():
            return name
    for name, need in mode.spends.items():
        purse = stock.purse[name].copy()
        purse[start:] += need
        if purse[earlier:].min() < need:
            return name
    return "others that weigh more"


def changes(problem: Problem, schedule: Schedule, earlier: Earlier) -> tuple[Change, ...]:
    """What differs from the earlier answer, each with its price; what is new is no change."""
    price, told = problem.prices.change, []
    for at, (activity, was) in enumerate(zip(problem.activities, earlier.was, strict=True)):
        if was is None:
            continue
        moved = schedule.starts[at] - was.start
        if moved:
            what = f"starts at {schedule.starts[at]} instead of {was.start}"
            told.append(Change(activity.name, what, price * abs(moved)))
        if schedule.modes[at] != was.mode:
            before = "one that is gone" if was.mode is None else was.mode
            what = f"is done in mode {schedule.modes[at]} instead of {before}"
            told.append(Change(activity.name, what, price))
    for project, parcel in earlier.parcels.items():
        if schedule.parcels.get(project) != parcel:
            what = f"stands on {schedule.parcels.get(project)} instead of {parcel}"
            told.append(Change(project, what, price))
    return tuple(told)
