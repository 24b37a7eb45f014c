"""The cost of a roster by term, for the `Result`."""

from __future__ import annotations

from dataclasses import replace

from qixin.planning.rosters.improve import Standing
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.problem import Fairness, Problem
from qixin.planning.rosters.result import Roster


def terms_of(
    problem: Problem, roster: Roster, start: Roster | None, change_price: float
) -> dict[str, float]:
    """under, over, wishes, travel, bonds, fairness and changes; together they are the cost."""
    def cost(only: Problem, begun: Roster | None = None) -> float:
        model = Model(only, begun, change_price)
        return Standing(model, model.choices(roster)).cost

    bare = replace(
        problem, demands=(), wishes=(), bonds=(), travel={}, fairness=Fairness(),
        people=tuple(replace(person, shift_limits={}) for person in problem.people),
    )  # fmt: skip
    demands = replace(bare, demands=problem.demands)
    model = Model(demands)
    standing = Standing(model, model.choices(roster))
    return {
        "under": standing.short(),
        "over": standing.surplus(),
        "wishes": cost(replace(bare, wishes=problem.wishes)),
        "travel": cost(replace(bare, travel=problem.travel)),
        "bonds": cost(replace(bare, bonds=problem.bonds)),
        "fairness": cost(replace(bare, fairness=problem.fairness)),
        "changes": cost(bare, start) if start else 0.0,
    }
