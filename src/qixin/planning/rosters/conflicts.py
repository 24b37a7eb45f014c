"""Which of a person's rules leave them no roster at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from qixin.planning.outcome import Conflict
from qixin.planning.rosters.generation import Closed
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.pricing import Pricer
from qixin.planning.rosters.problem import Person, Problem
from qixin.planning.rosters.program import NEVER
from qixin.planning.rosters.standing import Standing

RELAXED: dict[str, dict[str, Any]] = {
    "least minutes": {"min_minutes": 0},
    "most minutes": {"max_minutes": 1 << 20},
    "most minutes a week": {"max_week_minutes": None},
    "most days on in a row": {"max_run": 1 << 10},
    "least days on in a row": {"min_run": 1},
    "least days off in a row": {"min_off": 1},
    "rest between shifts": {"min_rest": 0},
    "most weekends": {"max_weekends": None},
    "most turns of a shift": {"shift_limits": {}},
    "leave": {"leave": frozenset()},
    "locked turns": {"locked": {}},
    "history": {"history": None},
}


def hopeless(model: Model, pricer: Pricer) -> list[int]:
    """The people for whom no roster keeps all their rules."""
    closed = Closed.nothing(model)
    people = np.arange(model.people)
    priced = pricer.price(people, np.zeros(model.rows), closed.options, closed.off)
    return [int(person) for person in people[priced.costs == NEVER]]


def conflicts(problem: Problem, people: list[int]) -> Iterator[Conflict]:
    """For each of `people` the rules of which one (else two, else all) must give way."""
    for at in people:
        person = problem.people[at]
        rules = _fewest(problem, person)
        yield Conflict(
            rules=rules,
            items=(person.id,),
            reason=f"{person.id}: no roster keeps {', '.join(rules)} together with the other rules",
        )


def unable(model: Model) -> Iterator[Conflict]:
    """The hard demands for which there are too few people, whoever else stands where."""
    for row in np.flatnonzero(model.must).tolist():
        demand, able = model.problem.demands[row], len(model.able(row))
        if able < demand.at_least:
            reason = f"{demand.name}: {demand.at_least} people must be there, {able} may"
            yield Conflict(rules=("hard demand",), items=(demand.name,), reason=reason)


def unkept(standing: Standing) -> Iterator[Conflict]:
    """The hard demands that an answer does not keep."""
    for row in standing.model.missed(standing.counts).tolist():
        demand, there = standing.model.problem.demands[row], int(standing.counts[row])
        asked = f"at least {demand.at_least}"
        if there >= demand.at_least:
            asked = f"at most {demand.at_most}"
        reason = f"{demand.name}: {there} people in the best answer met, {asked} must be there"
        yield Conflict(rules=("hard demand",), items=(demand.name,), reason=reason)


def _fewest(problem: Problem, person: Person) -> tuple[str, ...]:
    bearing = [name for name in RELAXED if _changes(person, name)]
    for size in (1, 2):
        # every rule whose removal alone (or in pairs) would help takes part in the conflict
        helps = [
            names for names in combinations(bearing, size) if _possible(problem, person, names)
        ]
        if helps:
            return tuple(dict.fromkeys(name for names in helps for name in names))
    return tuple(bearing)


def _changes(person: Person, name: str) -> bool:
    return any(getattr(person, key) != value for key, value in RELAXED[name].items())


def _possible(problem: Problem, person: Person, names: tuple[str, ...]) -> bool:
    relaxed = person
    for name in names:
        relaxed = replace(relaxed, **RELAXED[name])
    alone = replace(
        problem, people=(relaxed,), demands=(), wishes=(), bonds=(),
        travel={}, shifts=problem.shifts,
    )  # fmt: skip
    model = Model(alone)
    pricer = Pricer(model, threads=1)
    return not hopeless(model, pricer)
