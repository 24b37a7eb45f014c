"""Why a demand stays short: for each person, the first rule that keeps them away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from qixin.planning.rosters.problem import DAY, Demand, Person, Problem, Shift, Turn
from qixin.planning.rosters.result import Gap, Roster

Row = tuple[Turn | None, ...]


def gaps(problem: Problem, roster: Roster) -> list[Gap]:
    """The demands that `roster` leaves short: those that count nobody, then the dearest first."""
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
            found.append(
                Gap(
                    demand.name, missing, price, dict(hindrances.most_common()),
                    _nobody(problem, demand),
                )
            )  # fmt: skip
    return sorted(found, key=lambda gap: (not gap.nobody, -gap.price))


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


def _nobody(problem: Problem, demand: Demand) -> str:
    """Told where a demand counts nobody at all: often a name with a slip of the pen."""
    if any(_counted(person, demand) for person in problem.people):
        return ""
    if demand.skill and not any(demand.skill in person.skills for person in problem.people):
        return f"nobody has {demand.skill}"
    if demand.unit and not any(demand.unit == person.unit for person in problem.people):
        return f"nobody is of {demand.unit}"
    return f"nobody of {demand.unit} has {demand.skill}"


def _hindrance(problem: Problem, roster: Roster, person: Person, demand: Demand) -> str:
    if demand.skill and demand.skill not in person.skills:
        return f"without {demand.skill}"
    if demand.unit and demand.unit != person.unit:
        return f"not of {demand.unit}"
    if demand.day in person.leave:
        return "on leave"
    if demand.day in person.locked:
        return "locked elsewhere"
    if person.posts is not None and not person.posts & set(demand.posts or problem.posts):
        return "not at these posts"
    shifts = [
        shift for shift in problem.shifts
        if (not demand.shifts or shift.id in demand.shifts)
        and person.shift_limits.get(shift.id) != 0
    ]  # fmt: skip
    if not shifts:
        return "not for this shift"
    if roster.turn(person.id, demand.day):
        return "on another turn"
    return _limit_met(problem, person, roster.turns[person.id], demand.day, shifts)


def _limit_met(problem: Problem, person: Person, turns: Row, day: int, shifts: list[Shift]) -> str:
    """The first rule that a further turn of `shifts` on `day` would break."""
    known = {shift.id: shift for shift in problem.shifts}
    least = min(shift.minutes for shift in shifts)
    if _minutes(turns, known) + least > person.max_minutes:
        return "at their most minutes"
    week = [turn for at, turn in enumerate(turns) if _week(problem, at) == _week(problem, day)]
    most, begun = person.max_week_minutes, 0
    if person.history and problem.first_weekday > 0 and _week(problem, day) == 0:
        begun = person.history.week_minutes
    if most is not None and begun + _minutes(week, known) + least > most:
        return "at their most minutes of the week"
    if _weekend_too_many(problem, person, turns, day):
        return "at their most weekends"
    counts = Counter(turn.shift for turn in turns if turn)
    if all(counts[one.id] >= person.shift_limits.get(one.id, problem.days) for one in shifts):
        return "at the most turns of the shift"
    return _sequence_broken(person, turns, day, shifts, known)


def _sequence_broken(
    person: Person, turns: Row, day: int, shifts: list[Shift], known: dict[str, Shift]
) -> str:
    before, after = _days_beside(person, turns, day, on=True)
    if before + 1 + after > person.max_run:
        return "at their most days in a row"
    if any(0 < days < person.min_off for days in _whole_rests(person, turns, day)):
        return "owed days off"
    beside = _turns_beside(person, turns, day, known)
    if all(_bars_by_name(shift, day, beside) for shift in shifts):
        return "on a shift that this one may not follow or precede"
    if all(_bars_by_name(shift, day, beside) or _too_close(person, shift, day, beside)
           for shift in shifts):  # fmt: skip
        return "resting"
    # no single rule: their other days would have to change, or it costs more than it is worth
    return "free, but only by changing other days or at a higher price"


def _minutes(turns: Iterable[Turn | None], known: dict[str, Shift]) -> int:
    return sum(known[turn.shift].minutes for turn in turns if turn)


def _week(problem: Problem, day: int) -> int:
    return (day + problem.first_weekday) // 7


def _weekend_too_many(problem: Problem, person: Person, turns: Row, day: int) -> bool:
    worked = {
        _week(problem, at)
        for at, turn in enumerate(turns)
        if turn and (at + problem.first_weekday) % 7 >= 5
    }
    if problem.first_weekday == 6 and person.history and person.history.shift:
        if _week(problem, day) == 0:
            return False
        worked.discard(0)
    return (
        person.max_weekends is not None
        and (day + problem.first_weekday) % 7 >= 5
        and _week(problem, day) not in worked
        and len(worked) >= person.max_weekends
    )


def _days_beside(person: Person, turns: Row, day: int, *, on: bool) -> tuple[int, int]:
    """Days on (or off) in a row right before and right after a day, the history's among them."""
    before = after = 0
    while day - before - 1 >= 0 and bool(turns[day - before - 1]) == on:
        before += 1
    while day + after + 1 < len(turns) and bool(turns[day + after + 1]) == on:
        after += 1
    if before == day and person.history and bool(person.history.shift) == on:
        before += person.history.days
    return before, after


def _whole_rests(person: Person, turns: Row, day: int) -> Iterator[int]:
    """Days off left before and after a turn on `day`, where both their ends are known."""
    before, after = _days_beside(person, turns, day, on=False)
    if before < day or person.history:
        yield before
    if day + after + 1 < len(turns):
        yield after


def _turns_beside(
    person: Person, turns: Row, day: int, known: dict[str, Shift]
) -> list[tuple[int, Shift]]:
    """The last turn before a day and the first one after it, with their days."""
    found = []
    if person.history and person.history.shift:
        found.append((-1, known[person.history.shift]))
    found += [(at, known[turn.shift]) for at, turn in enumerate(turns[:day]) if turn]
    later = [(at, known[turn.shift]) for at, turn in enumerate(turns) if turn and at > day]
    return [*found[-1:], *later[:1]]


def _bars_by_name(shift: Shift, day: int, beside: list[tuple[int, Shift]]) -> bool:
    return any(
        (at == day - 1 and shift.id in other.not_before)
        or (at == day + 1 and other.id in shift.not_before)
        for at, other in beside
    )


def _too_close(person: Person, shift: Shift, day: int, beside: list[tuple[int, Shift]]) -> bool:
    for at, other in beside:
        (first_day, first), (then_day, then) = sorted(
            ((at, other), (day, shift)), key=lambda one: one[0]
        )
        if first.end is None or then.start is None:
            continue
        if (then_day - first_day) * DAY + then.start - first.end < person.min_rest:
            return True
    return False
