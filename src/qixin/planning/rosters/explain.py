"""Why a demand stays short: for each person, the first rule that keeps them away."""

from __future__ import annotations

from collections import Counter

from qixin.planning.rosters.problem import Demand, Person, Problem
from qixin.planning.rosters.result import Gap, Roster


def gaps(problem: Problem, roster: Roster) -> list[Gap]:
    """The demands that `roster` leaves short, dearest first."""
    found = []
    for demand in problem.demands:
        standing = [person for person in problem.people if _stands(roster, person, demand)]
        missing = demand.at_least - len(standing)
        if missing > 0:
            hindrances = Counter(
                _hindrance(problem, roster, person, demand)
                for person in problem.people
                if person not in standing
            )
            price = missing * demand.under
            found.append(Gap(demand.name, missing, price, dict(hindrances.most_common())))
    return sorted(found, key=lambda gap: -gap.price)


def _stands(roster: Roster, person: Person, demand: Demand) -> bool:
    turn = roster.turn(person.id, demand.day)
    return (
        turn is not None
        and (not demand.shifts or turn.shift in demand.shifts)
        and (not demand.posts or turn.post in demand.posts)
        and _counted(person, demand)
    )


def _counted(person: Person, demand: Demand) -> bool:
    return (not demand.skill or demand.skill in person.skills) and (
        not demand.unit or demand.unit == person.unit
    )


def _hindrance(problem: Problem, roster: Roster, person: Person, demand: Demand) -> str:
    if not _counted(person, demand):
        return f"without {demand.skill}" if demand.skill else f"not of {demand.unit}"
    if demand.day in person.leave:
        return "on leave"
    if demand.day in person.locked:
        return "locked elsewhere"
    if person.posts is not None and demand.posts and not person.posts & set(demand.posts):
        return "not at these posts"
    shifts = demand.shifts or tuple(shift.id for shift in problem.shifts)
    if all(person.shift_limits.get(shift) == 0 for shift in shifts):
        return "not for this shift"
    if roster.turn(person.id, demand.day):
        return "on another turn"
    return _limit_met(problem, roster, person, demand, shifts)


def _limit_met(
    problem: Problem, roster: Roster, person: Person, demand: Demand, shifts: tuple[str, ...]
) -> str:
    turns = roster.turns[person.id]
    minutes = {shift.id: shift.minutes for shift in problem.shifts}
    worked = sum(minutes[turn.shift] for turn in turns if turn)
    if worked + min(minutes[shift] for shift in shifts) > person.max_minutes:
        return "at their most minutes"
    counts = Counter(turn.shift for turn in turns if turn)
    if all(counts[shift] >= person.shift_limits.get(shift, problem.days) for shift in shifts):
        return "at the most turns of the shift"
    if _run_around(turns, demand.day) > person.max_run:
        return "at their most days in a row"
    return "resting"


def _run_around(turns: tuple[object, ...], day: int) -> int:
    before = after = 0
    while day - before - 1 >= 0 and turns[day - before - 1]:
        before += 1
    while day + after + 1 < len(turns) and turns[day + after + 1]:
        after += 1
    return before + 1 + after
