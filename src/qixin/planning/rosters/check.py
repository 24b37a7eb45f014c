"""An answer counted again, from the problem alone: nothing here is shared with the solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from qixin.planning.checked import Checked
from qixin.planning.rosters.check_soft import soft_cost
from qixin.planning.rosters.problem import CHANGE_PRICE, DAY, Demand, Person, Problem, Shift, Turn
from qixin.planning.rosters.result import Roster

Row = tuple[Turn | None, ...]


def check(
    problem: Problem,
    roster: Roster,
    *,
    start: Roster | None = None,
    change_price: float = CHANGE_PRICE,
) -> Checked:
    """Count `roster` again. `change_price` is due for each turn that differs from `start`."""
    faults = tuple(_faults(problem, roster))
    if any(person.id not in roster.turns for person in problem.people):
        return Checked({}, faults)
    terms = {
        "under": sum(_under(problem, roster)),
        "over": sum(_over(problem, roster)),
        "wishes": _wishes(problem, roster),
        "travel": _travel(problem, roster),
        "bonds": _bonds(problem, roster),
        "fairness": sum(_unfairness(problem, person, roster) for person in problem.people),
        "soft": sum(
            soft_cost(problem, person, roster.turns[person.id]) for person in problem.people
        ),
    }
    if start is not None:
        terms["changes"] = change_price * roster.changes_from(start)
    return Checked(terms, faults)


def _faults(problem: Problem, roster: Roster) -> Iterator[str]:
    yield from _rosters(problem, roster)
    if any(len(roster.turns.get(person.id, ())) != problem.days for person in problem.people):
        return
    for demand, there in _standing(problem, roster):
        if demand.hard and there < demand.at_least:
            yield f"{demand.name}: {there} people, at least {demand.at_least}"
        if demand.hard and demand.at_most is not None and there > demand.at_most:
            yield f"{demand.name}: {there} people, at most {demand.at_most}"


def _rosters(problem: Problem, roster: Roster) -> Iterator[str]:
    shifts = {shift.id: shift for shift in problem.shifts}
    for person in problem.people:
        row = roster.turns.get(person.id)
        if row is None or len(row) != problem.days:
            yield f"{person.id}: the roster has no turn or day off for each of {problem.days} days"
            continue
        yield from (f"{person.id}: {fault}" for fault in _broken(problem, person, row, shifts))


def _broken(problem: Problem, person: Person, row: Row, shifts: dict[str, Shift]) -> Iterator[str]:
    yield from _hours(problem, person, row, shifts)
    yield from _runs(person, row)
    yield from _sequence(person, row, shifts)
    counts = Counter(turn.shift for turn in row if turn)
    for shift, limit in person.shift_limits.items():
        if counts[shift] > limit:
            yield f"{counts[shift]} turns of {shift}, at most {limit}"
    for day, turn in enumerate(row):
        if turn and day in person.leave:
            yield f"works on day {day} of their leave"
        if day in person.locked and turn != person.locked[day]:
            yield f"day {day} is locked to another turn"
        there = problem.posts if person.posts is None else person.posts
        if turn and turn.post not in there:
            yield f"stands at {turn.post!r} on day {day}, which is not theirs"
    weekends = _weekends(problem, person, row)
    if person.max_weekends is not None and weekends > person.max_weekends:
        yield f"{weekends} weekends, at most {person.max_weekends}"


def _hours(problem: Problem, person: Person, row: Row, shifts: dict[str, Shift]) -> Iterator[str]:
    minutes = _minutes(row, shifts)
    if not person.min_minutes <= minutes <= person.max_minutes:
        yield f"{minutes} minutes, not {person.min_minutes} to {person.max_minutes}"
    if person.max_week_minutes is None:
        return
    weeks: Counter[int] = Counter()
    for day, turn in enumerate(row):
        if turn:
            weeks[(day + problem.first_weekday) // 7] += shifts[turn.shift].minutes
    if person.history and problem.first_weekday > 0 and weeks[0]:
        weeks[0] += person.history.week_minutes
    for week, worked in weeks.items():
        if worked > person.max_week_minutes:
            yield f"{worked} minutes in week {week}, at most {person.max_week_minutes}"


def _runs(person: Person, row: Row) -> Iterator[str]:
    """Runs of days on and off. Those that touch the period's edge may be as short as they like,
    unless the history says how they began.
    """
    blocks = [(on, len(list(days))) for on, days in groupby(row, key=lambda turn: turn is not None)]
    known = person.history is not None
    # a run that was over before the period may have been too long: that is past
    past = -1
    if person.history:
        before = bool(person.history.shift)
        if blocks[0][0] == before:
            blocks[0] = (before, blocks[0][1] + person.history.days)
        else:
            blocks.insert(0, (before, person.history.days))
            past = 0
    for place, (on, length) in enumerate(blocks):
        whole = (place > 0 or known) and place < len(blocks) - 1
        if on and length > person.max_run and place != past:
            yield f"{length} days on in a row, at most {person.max_run}"
        if on and whole and length < person.min_run:
            yield f"{length} days on in a row, at least {person.min_run}"
        if not on and whole and length < person.min_off:
            yield f"{length} days off in a row, at least {person.min_off}"


def _sequence(person: Person, row: Row, shifts: dict[str, Shift]) -> Iterator[str]:
    last: tuple[int, Shift] | None = None
    if person.history and person.history.shift:
        last = (-1, shifts[person.history.shift])
    for day, turn in enumerate(row):
        if turn is None:
            continue
        shift = shifts[turn.shift]
        if last and last[0] == day - 1 and shift.id in last[1].not_before:
            yield f"{shift.id} on day {day} after {last[1].id}"
        if last and person.min_rest and last[1].end is not None and shift.start is not None:
            rest = (day - last[0]) * DAY + shift.start - last[1].end
            if rest < person.min_rest:
                yield f"{rest} minutes of rest before day {day}, at least {person.min_rest}"
        last = (day, shift)


def _weekends(problem: Problem, person: Person, row: Row) -> int:
    """Weekends with a turn on Saturday or Sunday. One whose Saturday was worked in the last period
    was counted there.
    """
    worked = set()
    for day, turn in enumerate(row):
        week, weekday = divmod(day + problem.first_weekday, 7)
        if turn and weekday >= 5:
            worked.add(week)
    if problem.first_weekday == 6 and person.history and person.history.shift:
        worked.discard(0)
    return len(worked)


def _minutes(row: Row, shifts: dict[str, Shift]) -> int:
    return sum(shifts[turn.shift].minutes for turn in row if turn)


def _standing(problem: Problem, roster: Roster) -> Iterator[tuple[Demand, int]]:
    """Each demand with how many people it finds."""
    out = [
        [(person, turn) for person in problem.people if (turn := roster.turn(person.id, day))]
        for day in range(problem.days)
    ]
    for demand in problem.demands:
        yield demand, sum(_meets(demand, person, turn) for person, turn in out[demand.day])


def _meets(demand: Demand, person: Person, turn: Turn) -> bool:
    return (
        (not demand.shifts or turn.shift in demand.shifts)
        and (not demand.posts or turn.post in demand.posts)
        and (not demand.skill or demand.skill in person.skills)
        and (not demand.unit or demand.unit == person.unit)
    )


def _under(problem: Problem, roster: Roster) -> Iterator[float]:
    for demand, there in _standing(problem, roster):
        if not demand.hard:
            yield demand.under * max(0, demand.at_least - there)


def _over(problem: Problem, roster: Roster) -> Iterator[float]:
    for demand, there in _standing(problem, roster):
        if demand.at_most is not None and not demand.hard:
            yield demand.over * max(0, there - demand.at_most)


def _wishes(problem: Problem, roster: Roster) -> float:
    cost = 0.0
    for wish in problem.wishes:
        turn = roster.turn(wish.person, wish.day)
        has = turn is not None and turn.shift == wish.shift
        cost += wish.price * (has != wish.wanted)
    return cost


def _travel(problem: Problem, roster: Roster) -> float:
    return sum(
        problem.travel.get((person.id, turn.post), 0.0)
        for person in problem.people
        for turn in roster.turns[person.id]
        if turn
    )


def _bonds(problem: Problem, roster: Roster) -> float:
    """Together: a day counts where one works without the other in the same shift at the same post.
    Apart: a day counts where both do.
    """
    cost = 0.0
    for bond in problem.bonds:
        for day in range(problem.days):
            mine, theirs = roster.turn(bond.first, day), roster.turn(bond.second, day)
            if bond.together:
                cost += bond.price * (mine != theirs)
            else:
                cost += bond.price * (mine is not None and mine == theirs)
    return cost


def _unfairness(problem: Problem, person: Person, roster: Roster) -> float:
    shifts = {shift.id: shift for shift in problem.shifts}
    row, share, prices = roster.turns[person.id], person.share, problem.fairness
    cost = 0.0
    if share.minutes is not None:
        cost += prices.hours * max(0, _minutes(row, shifts) - share.minutes) / 60
    if share.nights is not None:
        nights = sum(turn is not None and shifts[turn.shift].night for turn in row)
        cost += prices.nights * max(0, nights - share.nights)
    if share.weekends is not None:
        cost += prices.weekends * max(0, _weekends(problem, person, row) - share.weekends)
    return cost
