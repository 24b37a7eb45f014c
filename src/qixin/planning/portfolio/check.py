"""Counts a schedule again from the problem's words. Shares no code with the solver."""

from __future__ import annotations

from collections import Counter

from qixin.planning.checked import Checked
from qixin.planning.portfolio.problem import Activity, Problem
from qixin.planning.portfolio.result import Schedule


def check(problem: Problem, schedule: Schedule, *, start: Schedule | None = None) -> Checked:
    """Count `schedule`; `start`: the earlier answer from which changes are priced, by names."""
    shape = _shape(problem, schedule) or _former_shape(problem, start)
    if shape:
        return Checked({}, tuple(shape))
    ends = [
        _end(problem, activity, schedule.starts[at], schedule.modes[at])
        for at, activity in enumerate(problem.activities)
    ]
    faults = [
        *_order(problem, schedule, ends), *_factors(problem, schedule, ends),
        *_money(problem, schedule), *_land(problem, schedule),
    ]  # fmt: skip
    return Checked(_terms(problem, schedule, ends, start), tuple(faults))


def _shape(problem: Problem, schedule: Schedule) -> list[str]:
    count = len(problem.activities)
    if len(schedule.starts) != count or len(schedule.modes) != count:
        return [
            f"{len(schedule.starts)} starts and {len(schedule.modes)} modes for {count} activities"
        ]
    return [
        f"{activity.name} has no mode {mode}"
        for activity, mode in zip(problem.activities, schedule.modes, strict=True)
        if not 0 <= mode < len(activity.modes)
    ] + [
        f"{activity.name} starts at {start}, before time begins"
        for activity, start in zip(problem.activities, schedule.starts, strict=True)
        if start < 0
    ]


def _former_shape(problem: Problem, start: Schedule | None) -> list[str]:
    if start is None:
        return []
    count = len(start.names or problem.activities)
    if len(start.starts) != count or len(start.modes) != count:
        given = f"{len(start.starts)} starts and {len(start.modes)} modes"
        return [f"the earlier answer has {given} for {count} activities"]
    return []


def _closed(problem: Problem, activity: Activity) -> set[int]:
    for calendar in problem.calendars:
        if calendar.name == activity.calendar:
            return {at for from_, until in calendar.closed for at in range(from_, until)}
    return set()


def _end(problem: Problem, activity: Activity, start: int, mode: int) -> int:
    """The end of as many open periods as the mode takes."""
    closed, at = _closed(problem, activity), start
    for _ in range(activity.modes[mode].duration):
        while at in closed:
            at += 1
        at += 1
    return at


def _order(problem: Problem, schedule: Schedule, ends: list[int]) -> list[str]:
    faults = []
    end_of = {activity.name: end for activity, end in zip(problem.activities, ends, strict=True)}
    released = {project.name: project.release for project in problem.projects}
    for at, activity in enumerate(problem.activities):
        start, end = schedule.starts[at], ends[at]
        begun = activity.started
        if begun is not None and (start != begun.at or schedule.modes[at] != begun.mode):
            faults.append(f"{activity.name} has begun at {begun.at} in mode {begun.mode} already")
        faults += [
            f"{activity.name} starts at {start}, before {name} ends at {end_of[name]}"
            for name in activity.after
            if start < end_of[name]
        ]
        if begun is None and start < max(activity.release, released.get(activity.project, 0)):
            faults.append(f"{activity.name} starts at {start}, before its release")
        if activity.deadline is not None and end > activity.deadline:
            faults.append(f"{activity.name} ends at {end}, after its deadline {activity.deadline}")
        if problem.horizon is not None and end > problem.horizon:
            faults.append(f"{activity.name} ends at {end}, after the horizon {problem.horizon}")
        if begun is None and end > start and start in _closed(problem, activity):
            faults.append(f"{activity.name} starts at {start}, when it is closed")
    return faults


def _factors(problem: Problem, schedule: Schedule, ends: list[int]) -> list[str]:
    faults = []
    for factor in problem.factors:
        used: Counter[int] = Counter()
        for at, activity in enumerate(problem.activities):
            amount = activity.modes[schedule.modes[at]].uses.get(factor.name, 0)
            if amount:
                for period in range(schedule.starts[at], ends[at]):
                    used[period] += amount
        for period in sorted(used):
            there = 0
            for step in factor.steps:
                if step.at <= period:
                    there = step.amount
            if used[period] > there:
                faults.append(f"{factor.name}: {used[period]} of {there} used in period {period}")
                break
    return faults


def _money(problem: Problem, schedule: Schedule) -> list[str]:
    faults = []
    for budget in problem.budgets:
        moves: Counter[int] = Counter()
        for step in budget.arrivals:
            moves[step.at] += step.amount
        for at, activity in enumerate(problem.activities):
            spent = activity.modes[schedule.modes[at]].spends.get(budget.name, 0)
            moves[schedule.starts[at]] -= spent
        purse = 0
        for period in sorted(moves):
            purse += moves[period]
            if purse < 0:
                faults.append(f"{budget.name}: {-purse} spent in period {period} before it arrives")
                break
    return faults


def _land(problem: Problem, schedule: Schedule) -> list[str]:
    faults = []
    parcels = {parcel.name: parcel for parcel in problem.parcels}
    waiting = {}
    taken = {
        name: schedule.parcels.get(name) for name in (p.name for p in problem.projects if p.land)
    }
    for name, times in Counter(taken.values()).items():
        if name is not None and times > 1:
            faults.append(f"parcel {name} is given to {times} projects")
    for project in problem.projects:
        parcel = parcels.get(taken.get(project.name) or "")
        if not project.land:
            continue
        if parcel is None:
            faults.append(f"{project.name} has no parcel")
            continue
        if parcel.area < project.land or project.land_kind not in ("", parcel.kind):
            faults.append(f"{project.name} does not fit on parcel {parcel.name}")
        waiting[project.name] = parcel
    for activity, start in zip(problem.activities, schedule.starts, strict=True):
        ground = waiting.get(activity.project) if activity.on_land else None
        if ground is not None and activity.started is None and start < ground.ready:
            faults.append(
                f"{activity.name} starts before parcel {ground.name} is ready at {ground.ready}"
            )
    return faults


def _terms(
    problem: Problem, schedule: Schedule, ends: list[int], start: Schedule | None
) -> dict[str, int]:
    prices = problem.prices
    level = {project.name: prices.levels.get(project.level, 1) for project in problem.projects}
    place = {activity.name: at for at, activity in enumerate(problem.activities)}
    late = 0
    for milestone in problem.milestones:
        at = place[milestone.activity]
        weight = milestone.weight * level.get(problem.activities[at].project, 1)
        late += weight * max(0, ends[at] - milestone.due)
    return {
        "lateness": prices.lateness * late,
        "makespan": prices.makespan * max(ends),
        "idle": prices.idle * _idle(problem, schedule) if prices.idle else 0,
        "change": _change(problem, schedule, start),
    }


def _idle(problem: Problem, schedule: Schedule) -> int:
    """Money × periods from its arrival until it is spent, or until the horizon; negative never."""
    until = problem.end
    lying = 0
    for budget in problem.budgets:
        lying += sum(step.amount * max(0, until - step.at) for step in budget.arrivals)
        for at, activity in enumerate(problem.activities):
            spent = activity.modes[schedule.modes[at]].spends.get(budget.name, 0)
            lying -= spent * (until - schedule.starts[at])
    return lying


def _change(problem: Problem, schedule: Schedule, start: Schedule | None) -> int:
    if start is None:
        return 0
    now = {activity.name: at for at, activity in enumerate(problem.activities)}
    moved = 0
    for before, name in enumerate(start.names or now):
        at = now.get(name)
        if at is not None:
            moved += abs(schedule.starts[at] - start.starts[before])
            moved += schedule.modes[at] != start.modes[before]
    for project in problem.projects:
        if project.land and project.name in start.parcels:
            moved += schedule.parcels.get(project.name) != start.parcels[project.name]
    return problem.prices.change * moved
