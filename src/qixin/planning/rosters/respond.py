"""One person's best answer to all others: exact, and quick enough for first rosters and repairs."""

from __future__ import annotations

import numpy as np

from qixin.planning.rosters.generation import Closed
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.pricing import Choices, Pricer, count_rows
from qixin.planning.rosters.program import NEVER
from qixin.planning.rosters.rules import all_keep_rules
from qixin.planning.rosters.standing import Standing
from qixin.planning.rosters.tables import OFF, Floats, Ints
from qixin.planning.run import Run

GAIN = 1e-6


def marginal(model: Model, counts: Floats) -> Floats:
    """What one more person is worth to each row, the others' `counts` standing."""
    worth = np.where(counts < model.at_least, model.under, 0.0)
    return np.where(counts >= model.at_most, -model.over, worth)


def first_answer(model: Model, pricer: Pricer, run: Run, seed: int) -> Choices | None:
    """Everybody in turn takes the roster that helps most; None where memory does not do."""
    choices = np.full((model.people, model.days), OFF, np.int16)
    counts = np.zeros(model.rows)
    closed = Closed.nothing(model)
    for person in np.random.default_rng(seed).permutation(model.people):
        alone = np.array([person])
        priced = pricer.price(alone, marginal(model, counts), closed.options, closed.off)
        run.worked()
        if priced.costs[0] >= NEVER:
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
        prices = marginal(model, own)
        priced = pricer.price(alone, prices, closed.options, closed.off)
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
