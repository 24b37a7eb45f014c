"""Chains of people who take each other's place on one day: the cheapest, until none gains.

The day's tasks and a day off are nodes; who could go from one to the next at the least cost is an
edge. A chain leaves a task with one person less and another with one more, or nothing but changed
wishes. Shortest paths of a few steps (Ahuja, Ergun, Orlin & Punnen 2002, cyclic exchange) over a
dozen nodes: a whole year of a hundred people takes less than a tenth of a second.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from qixin.planning.compiled import compiled
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.program import NEVER, UNMET
from qixin.planning.rosters.replan import Cover
from qixin.planning.rosters.sums import weekend_begun
from qixin.planning.rosters.tables import OFF, Choices, Floats, Ints, Tables

GAIN = 1e-6
MOST_STEPS = 6
NO_ROW = -1


class Tasks(NamedTuple):
    """The nodes of a day: each option's task [O], each task's row of a day [N, D] or NO_ROW."""

    of: Ints
    row: Ints


def tasks_of(model: Model) -> Tasks | None:
    """The tasks; None where a demand asks for more than one task, or a task has two demands."""
    names = {task: at for at, task in enumerate(model.options[0])}
    for options in model.options:
        for task in options:
            names.setdefault(task, len(names))
    of = np.array([names[task] for options in model.options for task in options], np.int64)
    row = np.full((len(names), model.days), NO_ROW)
    tables = model.tables
    counted: dict[int, int] = {}
    for option, task in enumerate(of.tolist()):
        for day in range(model.days):
            cell = option * model.days + day
            met = tables.met[tables.met_from[cell] : tables.met_from[cell + 1]].tolist()
            known = int(row[task, day])
            if len(met) > 1 or (met and known not in (NO_ROW, met[0])):
                return None
            if met:
                row[task, day] = met[0]
                if counted.setdefault(met[0], task) != task:
                    return None
    # a row that counts some profiles only would not be seen from the others' side
    for option, task in enumerate(of.tolist()):
        for day in range(model.days):
            cell = option * model.days + day
            if (row[task, day] == NO_ROW) != (tables.met_from[cell] == tables.met_from[cell + 1]):
                return None
    return Tasks(of, row)


@compiled
def _one_less(cover: Cover, row: int, counts: Floats) -> float:
    if row == NO_ROW:
        return 0.0
    if counts[row] <= cover.at_least[row]:
        return float(cover.under[row])
    return float(-cover.over[row]) if counts[row] > cover.at_most[row] else 0.0


@compiled
def _one_more(cover: Cover, row: int, counts: Floats) -> float:
    if row == NO_ROW:
        return 0.0
    if counts[row] < cover.at_least[row]:
        return float(-cover.under[row])
    return float(cover.over[row]) if counts[row] >= cover.at_most[row] else 0.0


@compiled
def _open_to(
    tables: Tables, tasks: Tasks, person: int, choice: Choices, day: int, price: Floats,
    option_at: Choices, states: Ints, turns: Ints,
) -> int:  # fmt: skip
    """Fill `price` [N + 1] with the own price of each task on `day` and of a day off (the last),
    NEVER where a rule forbids it; returns the node where the person stands.
    """
    contract, days, off = tables.contract[person], tables.days, price.shape[0] - 1
    base, options_from = tables.base_from[person], tables.option_from[tables.profile[person]]
    rest, follows = tables.kinds[contract], tables.follows[contract]
    this_week, weekday = (day + tables.weekday) // 7, (day + tables.weekday) % 7
    state = tables.start[person]
    units, weekends, weekend = 0, 0, weekend_begun(tables, person)
    week_units = tables.week_begun[person] if this_week == 0 else 0
    on_weekend = weekend == 0 and this_week == 0
    turns[:] = 0
    for date in range(days):
        states[date] = state
        if choice[date] == OFF:
            state = follows[state, rest]
            continue
        shift = tables.option_shift[options_from + choice[date]]
        state = follows[state, tables.kind_of[contract, shift]]
        if date == day:
            continue
        week = (date + tables.weekday) // 7
        turns[shift] += 1
        units += tables.units[shift]
        week_units += tables.units[shift] if week == this_week else 0
        if (date + tables.weekday) % 7 >= 5:
            on_weekend = on_weekend or week == this_week
            if week != weekend:
                weekend = week
                weekends += 1
    price[:] = NEVER
    node = off
    for option in range(OFF, tables.base_from[person + 1] - base):
        to, kind, cost, more, one_weekend = off, rest, tables.off_base[person, day], 0, 0
        if option != OFF:
            shift = tables.option_shift[options_from + option]
            to, kind = tasks.of[options_from + option], tables.kind_of[contract, shift]
            cost, more = tables.base[base + option, day], tables.units[shift]
            one_weekend = 1 if weekday >= 5 and not on_weekend else 0
            if turns[shift] >= tables.turn_limit[person, shift]:
                continue
            if 0 <= tables.week_limit[person] < week_units + more:
                continue
        if option == choice[day]:
            node = to
        if cost >= NEVER or not tables.least[person] <= units + more <= tables.most[person]:
            continue
        if weekends + one_weekend > tables.weekends[person]:
            continue
        state, date = follows[states[day], kind], day + 1
        while state >= 0 and date < days and state != states[date]:
            kind = rest
            if choice[date] != OFF:
                kind = tables.kind_of[contract, tables.option_shift[options_from + choice[date]]]
            state = follows[state, kind]
            date += 1
        if state >= 0:
            price[to] = cost
            option_at[to] = option
    return int(node)


@compiled
def _cheapest_chain(
    cover: Cover, rows: Ints, step_cost: Floats, counts: Floats, path: Ints
) -> tuple[float, int]:
    """The cost and the steps of the cheapest chain of nodes, put into `path`: no node twice, or a
    ring of which the last is the first.
    """
    nodes = step_cost.shape[0]
    cost = np.full((MOST_STEPS + 1, nodes), NEVER)
    came = np.full((MOST_STEPS + 1, nodes), -1)
    seen = np.zeros(nodes, np.bool_)
    for node in range(nodes):
        cost[0, node] = _one_less(cover, rows[node], counts)
    best, best_at, steps, closed = -GAIN, 0, 0, False
    for step in range(1, MOST_STEPS + 1):
        for to in range(nodes):
            for node in range(nodes):
                if step_cost[node, to] < NEVER:
                    value = cost[step - 1, node] + step_cost[node, to]
                    if value < cost[step, to]:
                        cost[step, to] = value
                        came[step, to] = node
            if cost[step, to] >= UNMET:
                continue
            seen[:] = False
            node, twice = to, False
            for back in range(step, -1, -1):
                twice = twice or seen[node]
                seen[node] = True
                if back > 0:
                    node = came[back, node]
            if twice:
                continue
            value = cost[step, to] + _one_more(cover, rows[to], counts)
            if value < best:
                best, best_at, steps, closed = value, to, step, False
            # back to where the chain began: nothing is counted more or less
            value = cost[step, to] + step_cost[to, node] - _one_less(cover, rows[node], counts)
            if step < MOST_STEPS and value < best:
                best, best_at, steps, closed = value, to, step, True
    node = best_at
    for back in range(steps, -1, -1):
        path[back] = node
        if back > 0:
            node = came[back, node]
    if closed:
        steps += 1
        path[steps] = path[0]
    return best, steps


@compiled
def chains_on(
    tables: Tables, cover: Cover, tasks: Tasks, choices: Choices, counts: Floats, day: int
) -> float:
    """Take the cheapest chain on `day` while there is one that gains; returns what was gained."""
    people, off = choices.shape[0], tasks.row.shape[0]
    rows = np.full(off + 1, NO_ROW)
    rows[:off] = tasks.row[:, day]
    node = np.empty(people, np.int64)
    price = np.empty((people, off + 1))
    option_at = np.full((people, off + 1), OFF, np.int16)
    states = np.empty(tables.days, np.int64)
    turns = np.zeros(tables.turn_limit.shape[1], np.int64)
    for person in range(people):
        node[person] = _open_to(
            tables, tasks, person, choices[person], day, price[person], option_at[person], states,
            turns,
        )  # fmt: skip
    step_cost = np.empty((off + 1, off + 1))
    who = np.zeros((off + 1, off + 1), np.int64)
    path = np.empty(MOST_STEPS + 1, np.int64)
    gained = 0.0
    for _ in range(2 * people):
        step_cost[:] = NEVER
        for person in range(people):
            at = node[person]
            for to in range(off + 1):
                more = price[person, to] - price[person, at]
                if to != at and price[person, to] < NEVER and more < step_cost[at, to]:
                    step_cost[at, to] = more
                    who[at, to] = person
        cost, steps = _cheapest_chain(cover, rows, step_cost, counts, path)
        if steps == 0:
            break
        for step in range(steps):
            person, to = who[path[step], path[step + 1]], path[step + 1]
            choices[person, day] = option_at[person, to]
            node[person] = to
        if rows[path[0]] != NO_ROW:
            counts[rows[path[0]]] -= 1.0
        if rows[path[steps]] != NO_ROW:
            counts[rows[path[steps]]] += 1.0
        gained -= cost
    return gained


@compiled
def chains(
    tables: Tables, cover: Cover, tasks: Tasks, choices: Choices, counts: Floats, days: Ints
) -> float:
    """Chains on each of `days` in turn; returns what was gained."""
    gained = 0.0
    for day in days:
        gained += chains_on(tables, cover, tasks, choices, counts, day)
    return gained
