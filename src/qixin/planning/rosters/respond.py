"""One person's best answer to all others: exact, and quick enough for first rosters and repairs."""

from __future__ import annotations

import numpy as np

from qixin.planning.rosters.generation import Closed
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.pricing import Priced, Pricer, count_rows
from qixin.planning.rosters.program import NEVER
from qixin.planning.rosters.rules import all_keep_rules
from qixin.planning.rosters.standing import Standing
from qixin.planning.rosters.tables import OFF, TURNS_OF, Choices, Floats, Ints
from qixin.planning.run import Run

GAIN = 1e-6
# prices of a turn over a limit, tried in this order before the hard one
RISING = (3.0, 15.0, 75.0, 400.0)


def marginal(model: Model, counts: Floats) -> Floats:
    """What one more person is worth to each row, the others' `counts` standing."""
    worth = np.where(counts < model.at_least, model.under, 0.0)
    return np.where(counts >= model.at_most, -model.over, worth)


def answer(model: Model, pricer: Pricer, person: int, prices: Floats, closed: Closed) -> Priced:
    """A person's cheapest roster; where it breaks a large limit on a shift's turns, which the
    program does not count, that shift's price rises until the limit is kept.
    """
    alone = np.array([person])
    priced = pricer.price(alone, prices, closed.options, closed.off)
    for price in (*RISING, model.hard):
        over = _over_limits(model, person, priced.choices[0])
        if priced.costs[0] >= NEVER or not len(over):
            break
        prices = prices.copy()
        prices[over] = -price
        priced = pricer.price(alone, prices, closed.options, closed.off)
    return priced


def _over_limits(model: Model, person: int, choice: Choices) -> Ints:
    """The person's own rows whose limit the roster breaks."""
    tables = model.tables
    own = tables.own[tables.own_from[person] : tables.own_from[person + 1]]
    own = own[own[:, 2] <= TURNS_OF]
    if not len(own):
        return np.zeros(0, np.int64)
    counts = np.zeros(model.rows)
    count_rows(tables, person, choice, 1.0, counts)
    rows: Ints = own[counts[own[:, 0]] > model.at_most[own[:, 0]], 0]
    return rows


def first_answer(model: Model, pricer: Pricer, run: Run, seed: int) -> Choices | None:
    """Everybody in turn takes the roster that helps most.

    None where memory does not do, or the search is cancelled.
    """
    choices = np.full((model.people, model.days), OFF, np.int16)
    counts = np.zeros(model.rows)
    closed = Closed.nothing(model)
    for person in np.random.default_rng(seed).permutation(model.people):
        priced = answer(model, pricer, int(person), marginal(model, counts), closed)
        run.worked()
        if priced.costs[0] >= NEVER or run.stop.cancelled:
            return None
        choices[person] = priced.choices[0]
        count_rows(model.tables, int(person), choices[person], 1.0, counts)
    return choices


def respond(
    standing: Standing, pricer: Pricer, run: Run, people: Ints, anyway: bool = False
) -> float:
    """Let each of `people` answer once, in turn; returns what was gained. `anyway` takes an answer
    that is no better: the roster that it replaces breaks a rule.
    """
    model, gained = standing.model, 0.0
    closed = Closed.nothing(model)
    for person in people:
        if run.over():
            break
        alone = np.array([person])
        own = standing.without(alone)
        priced = answer(model, pricer, int(person), marginal(model, own), closed)
        run.worked()
        if priced.costs[0] >= NEVER:
            continue
        if not all_keep_rules(model, alone, priced.choices):
            continue
        before = standing.cost
        old = standing.choices[person].copy()
        standing.replace(alone, priced.choices)
        after = standing.cost
        if after > before - GAIN and not anyway:
            standing.replace(alone, old[None, :])
        else:
            gained += before - after
    return gained


def helpers_of(standing: Standing) -> Ints:
    """Those who could stand where somebody is missing."""
    model = standing.model
    costs = standing.row_costs()[: len(model.problem.demands)]
    able = [model.able(int(row)) for row in np.flatnonzero(costs > 0)]
    return np.unique(np.concatenate(able)) if able else np.zeros(0, np.int64)
