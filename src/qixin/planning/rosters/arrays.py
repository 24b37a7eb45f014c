"""A model's arrays, laid down once: people's limits, what each option counts, the automata."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from qixin.planning.rosters.contracts import Contract, key_of
from qixin.planning.rosters.problem import Person
from qixin.planning.rosters.soft import Span
from qixin.planning.rosters.tables import ENDLESS, Ints, Tables

if TYPE_CHECKING:
    from qixin.planning.rosters.model import Model

# rows that count (profile, option, day); a person's own rows: row, day, option, weight
Met = dict[tuple[int, int, int], list[int]]
Own = list[list[tuple[int, int, int, int]]]


def tables_of(model: Model, met: Met, own: Own) -> Tables:
    """The arrays of a model whose options, rows and prices are laid down."""
    problem, fairness = model.problem, model.problem.fairness
    keys = [key_of(person, model.days) for person in problem.people]
    numbers = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    contracts = [
        Contract(
            key, problem.shifts,
            (person.history for own, person in zip(keys, problem.people, strict=True)
             if own == key),
        )
        for key in numbers
    ]  # fmt: skip
    met_from, met_rows = _met(model, met)
    return Tables(
        days=model.days, weekday=problem.first_weekday,
        profile=np.array(model.profile, np.int64),
        option_from=np.cumsum([0, *map(len, model.options)]).astype(np.int64),
        option_shift=np.array(
            [shift for options in model.options for shift, _ in options], np.int64
        ),
        met_from=met_from, met=met_rows,
        base_from=model.base_from, base=model.base, off_base=model.off_base,
        own_from=np.cumsum([0, *map(len, own)]).astype(np.int64),
        own=np.array([entry for entries in own for entry in entries], np.int64).reshape(-1, 4),
        contract=np.array([numbers[key] for key in keys], np.int64),
        night=np.array([shift.night for shift in problem.shifts]),
        start=np.array(
            [contracts[numbers[key]].start(person.history)
             for key, person in zip(keys, problem.people, strict=True)], np.int64
        ),
        weekend_price=fairness.weekends,
        unit_price=fairness.hours / 60,
        **_limits(model),
        **_shares(model),
        **_soft(model),
        **_automata(contracts),
    )  # fmt: skip


def _met(model: Model, met: Met) -> tuple[Ints, Ints]:
    met_from: list[int] = [0]
    met_rows: list[int] = []
    for profile, options in enumerate(model.options):
        for option in range(len(options)):
            for day in range(model.days):
                met_rows += met.get((profile, option, day), ())
                met_from.append(len(met_rows))
    return np.array(met_from, np.int64), np.array(met_rows, np.int64)


def _limits(model: Model) -> dict[str, Any]:
    """What binds each person over the period, in units of minutes."""
    problem, unit = model.problem, model.minutes_per_unit
    people = problem.people
    return {
        "unit_minutes": unit,
        "units": np.array([shift.minutes // unit for shift in problem.shifts], np.int64),
        "least": np.array([-(-person.min_minutes // unit) for person in people], np.int64),
        "most": np.array([_most_units(model, person) for person in people], np.int64),
        "weekends": np.array([_weekends(model, person) for person in people], np.int64),
        "week_limit": np.array(
            [-1 if person.max_week_minutes is None else person.max_week_minutes // unit
             for person in people], np.int64
        ),
        "week_begun": np.array([_week_begun(model, person) for person in people], np.int64),
        "turn_limit": np.array(
            [[person.shift_limits.get(shift.id, ENDLESS) for shift in problem.shifts]
             for person in people], np.int64
        ),
    }  # fmt: skip


def _shares(model: Model) -> dict[str, Any]:
    shares = [person.share for person in model.problem.people]
    return {
        "weekend_share": np.array(
            [ENDLESS if share.weekends is None else share.weekends for share in shares], np.int64
        ),
        "unit_share": np.array(
            [ENDLESS if share.minutes is None else share.minutes for share in shares], np.int64
        ),
    }


def _soft(model: Model) -> dict[str, Any]:
    unit = model.minutes_per_unit
    soft = [person.soft for person in model.problem.people]
    return {
        "soft": np.array([limits.priced for limits in soft]),
        "half_weekend": np.array([limits.half_weekend for limits in soft], float),
        "soft_units": np.array([_span(limits.minutes, unit, unit / 60) for limits in soft]),
        "soft_weekends": np.array([_span(limits.weekends) for limits in soft]),
    }


def _span(span: Span, size: int = 1, price: float = 1.0) -> tuple[float, float, float, float]:
    """A span as least and most, in units of `size`, and what a unit below and above costs."""
    most = math.inf if span.most is None else span.most
    return span.least / size, most / size, span.under * price, span.over * price


def _most_units(model: Model, person: Person) -> int:
    longest = max(shift.minutes for shift in model.problem.shifts)
    return min(person.max_minutes, longest * model.days) // model.minutes_per_unit


def _weekends(model: Model, person: Person) -> int:
    there = (model.days + model.problem.first_weekday + 6) // 7
    return there if person.max_weekends is None else min(person.max_weekends, there)


def _week_begun(model: Model, person: Person) -> int:
    """Units of the week's limit that are spent before the first day."""
    most, history = person.max_week_minutes, person.history
    if most is None or history is None or model.problem.first_weekday == 0:
        return 0
    left = max(0, most - history.week_minutes)
    return most // model.minutes_per_unit - left // model.minutes_per_unit


def _automata(contracts: list[Contract]) -> dict[str, Any]:
    states = max(len(contract.next) for contract in contracts)
    kinds = max(contract.kinds for contract in contracts)
    follows = np.full((len(contracts), states, kinds + 1), -1, np.int16)
    works = np.zeros((len(contracts), states), bool)
    moves = np.zeros((len(contracts), states, kinds + 1))
    for at, contract in enumerate(contracts):
        follows[at, : len(contract.next), : contract.kinds + 1] = contract.next
        works[at, : len(contract.works)] = contract.works
        moves[at, : len(contract.next), : contract.kinds + 1] = contract.costs
    return {
        "states": np.array([len(contract.next) for contract in contracts], np.int64),
        "kinds": np.array([contract.kinds for contract in contracts], np.int64),
        "kind_of": np.array([contract.kind_of for contract in contracts], np.int64),
        "follows": follows,
        "works": works,
        "moves": moves,
    }
