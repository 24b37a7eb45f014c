"""Prices to begin with: the problem without days, as a small LP of who takes how many turns.

Demands that differ only in their day are added up; people take so many turns of each option within
their minutes and limits. What one more turn costs there is a first price for each day's demand.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

from qixin.planning.rosters.model import Model
from qixin.planning.rosters.program import NEVER
from qixin.planning.rosters.tables import Floats


@dataclass(frozen=True)
class Outline:
    """A price for each row [R], and how many turns of each option everybody takes [B]."""

    prices: Floats
    turns: Floats


def outline(model: Model) -> Outline:
    """Prices are 0 for rows that are no demands; all is 0 where the LP has no answer."""
    prices = np.zeros(model.rows)
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for row, demand in enumerate(model.problem.demands):
        groups[demand.shifts, demand.posts, demand.skill, demand.unit].append(row)
    rows = list(groups.values())
    solved, turns = _solve(model, rows)
    for group, price in zip(rows, solved, strict=True):
        prices[group] = price
    return Outline(prices, turns)


def _solve(model: Model, groups: list[list[int]]) -> tuple[Floats, Floats]:
    tables, days = model.tables, model.days
    group_of = np.full(model.rows, -1)
    for number, group in enumerate(groups):
        group_of[group] = number
    entries: list[tuple[int, int, float]] = []
    cost: list[float] = []
    most: list[float] = []
    options: list[int] = []
    people = model.people
    meets = [
        np.unique(
            group_of[
                tables.met[tables.met_from[option * days] : tables.met_from[(option + 1) * days]]
            ]
        )
        for option in range(len(tables.option_shift))
    ]
    for person in range(people):
        first = int(tables.option_from[tables.profile[person]])
        for option, base in enumerate(
            model.base[model.base_from[person] : model.base_from[person + 1]]
        ):
            there = base[base < NEVER]
            if not len(there):
                continue
            column = len(cost)
            options.append(int(model.base_from[person]) + option)
            cost.append(float(there.mean()))
            shift = int(tables.option_shift[first + option])
            most.append(min(len(there), _limit(model, person, shift)))
            units = float(tables.units[shift])
            entries.append((len(groups) + person, column, units))
            entries.append((len(groups) + people + person, column, -units))
            entries += [(int(group), column, -1.0) for group in meets[first + option]]
    for number, group in enumerate(groups):
        entries.append((number, len(cost), -1.0))
        cost.append(float(model.under[group].mean()))
        most.append(np.inf)
    needs = [-float(model.at_least[group].sum()) for group in groups]
    top = np.concatenate((needs, tables.most, -tables.least))
    at = np.array(entries)
    matrix = coo_matrix(
        (at[:, 2], (at[:, 0].astype(int), at[:, 1].astype(int))), (len(top), len(cost))
    ).tocsr()
    solved = linprog(
        cost, A_ub=matrix, b_ub=top, bounds=list(zip([0.0] * len(most), most, strict=True))
    )
    turns = np.zeros(len(model.base))
    if solved.status != 0:
        return np.zeros(len(groups)), turns
    turns[options] = solved.x[: len(options)]
    prices: Floats = -np.asarray(solved.ineqlin.marginals)[: len(groups)]
    return prices, turns


def _limit(model: Model, person: int, shift: int) -> int:
    rules = model.problem.people[person]
    limit = rules.shift_limits.get(model.problem.shifts[shift].id, model.days)
    priced = model.problem.fairness.nights > 0 and model.problem.shifts[shift].night
    if priced and rules.share.nights is not None:
        return min(limit, rules.share.nights)
    return limit
