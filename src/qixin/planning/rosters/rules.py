"""Whether a roster keeps every hard rule of its person, without the program that made it."""

from __future__ import annotations

from collections import defaultdict

from qixin.planning.rosters.model import Model
from qixin.planning.rosters.pricing import Choices
from qixin.planning.rosters.problem import Person
from qixin.planning.rosters.program import NEVER
from qixin.planning.rosters.tables import OFF, Ints


def all_keep_rules(model: Model, people: Ints, choices: Choices) -> bool:
    """Whether each of `people` may have their roster of `choices` [n, D]."""
    return not broken(model, people, choices)


def broken(model: Model, people: Ints, choices: Choices) -> list[int]:
    """Those of `people` whose roster breaks a rule."""
    return [
        int(person)
        for person, choice in zip(people, choices, strict=True)
        if not keeps_rules(model, int(person), choice)
    ]


def keeps_rules(model: Model, person: int, choice: Choices) -> bool:
    """Whether a roster keeps every hard rule of its person."""
    shifts = _followed(model, person, choice)
    return shifts is not None and _within(model, model.problem.people[person], shifts)


def _followed(model: Model, person: int, choice: Choices) -> dict[int, int] | None:
    """The shift of each day on; None where the automaton or a closed day forbids the roster."""
    contract = model.contracts[model.tables.contract[person]]
    state, shifts = int(model.tables.start[person]), {}
    for day, option in enumerate(choice.tolist()):
        kind, price = contract.kinds, model.off_base[person, day]
        if option != OFF:
            shift = model.options[model.profile[person]][option][0]
            price = model.base[model.base_from[person] + option, day]
            kind = contract.kind_of[shift]
            shifts[day] = shift
        state = int(contract.next[state, kind])
        if state < 0 or price >= NEVER:
            return None
    return shifts


def _within(model: Model, rules: Person, shifts: dict[int, int]) -> bool:
    turns: dict[str, int] = defaultdict(int)
    weeks: dict[int, int] = defaultdict(int)
    weekends = set()
    for day, at in shifts.items():
        shift = model.problem.shifts[at]
        week, weekday = divmod(day + model.problem.first_weekday, 7)
        turns[shift.id] += 1
        weeks[week] += shift.minutes
        if weekday >= 5:
            weekends.add(week)
    week_most = rules.max_week_minutes
    return (
        rules.min_minutes <= sum(weeks.values()) <= rules.max_minutes
        and (rules.max_weekends is None or len(weekends) <= rules.max_weekends)
        and (week_most is None or max(weeks.values(), default=0) <= week_most)
        and all(turns[shift] <= most for shift, most in rules.shift_limits.items())
    )
