"""Each person's fair share of nights and weekends, reckoned from what the demands need."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from qixin.planning.rosters.problem import Person, Problem, Share

# unit, posts, shifts of a demand
_Asked = tuple[str, tuple[str, ...], tuple[str, ...]]


def with_shares(problem: Problem) -> Problem:
    """The problem with a `Share` for everybody.

    Needed turns are divided among those who may take them, in proportion to their `max_minutes`:
    all together, or those of a unit where a demand names one. Nights are the turns of night shifts,
    weekends half of the turns of Saturdays and Sundays; both are rounded up. Minutes: the middle of
    least and most. Demands with a skill ask for people whom others already count: left out. Of
    demands for the same turns (a hard least and a soft one) the largest counts.
    """
    nights: dict[str, float] = defaultdict(float)
    weekends: dict[str, float] = defaultdict(float)
    night_shifts = {shift.id for shift in problem.shifts if shift.night}
    needed: dict[_Asked, list[float]] = defaultdict(lambda: [0.0, 0.0])
    largest: dict[tuple[int, _Asked], int] = defaultdict(int)
    for demand in problem.demands:
        if not demand.skill:
            shifts = demand.shifts or tuple(shift.id for shift in problem.shifts)
            key = (demand.day, (demand.unit, demand.posts, shifts))
            largest[key] = max(largest[key], demand.at_least)
    for (day, asked), people in largest.items():
        needed[asked][0] += people * (set(asked[2]) <= night_shifts)
        weekend = (day + problem.first_weekday) % 7 >= 5
        needed[asked][1] += people * weekend / 2
    for asked, (by_night, at_weekends) in needed.items():
        able = [person for person in problem.people if _may(person, asked)]
        total = sum(person.max_minutes for person in able)
        for person in able:
            nights[person.id] += by_night * person.max_minutes / max(1, total)
            weekends[person.id] += at_weekends * person.max_minutes / max(1, total)
    return replace(
        problem,
        people=tuple(
            replace(
                person,
                share=Share(
                    minutes=(person.min_minutes + person.max_minutes) // 2,
                    nights=_up(nights[person.id]),
                    weekends=_up(weekends[person.id]),
                ),
            )
            for person in problem.people
        ),
    )


def _may(person: Person, asked: _Asked) -> bool:
    unit, posts, shifts = asked
    return (
        (not unit or person.unit == unit)
        and (person.posts is None or not posts or bool(person.posts & set(posts)))
        and any(person.shift_limits.get(shift) != 0 for shift in shifts)
    )


def _up(amount: float) -> int:
    return -int(-(amount - 1e-9) // 1)
