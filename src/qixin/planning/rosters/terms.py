"""The cost of a roster by term, for the `Result`, from what the search counts."""

from __future__ import annotations

import numpy as np

from qixin.planning.rosters.model import Model
from qixin.planning.rosters.result import Roster
from qixin.planning.rosters.standing import Standing
from qixin.planning.rosters.sums import soft_part


def terms_of(
    model: Model, standing: Standing, roster: Roster, start: Roster | None, change_price: float
) -> dict[str, float]:
    """under, over, wishes, travel, bonds, fairness, soft, changes; together they are the cost."""
    problem, demands = model.problem, len(model.problem.demands)
    missing = np.maximum(0.0, model.at_least - standing.counts) * model.under
    surplus = np.maximum(0.0, standing.counts - model.at_most) * model.over
    terms = {
        "under": float(missing[:demands].sum()),
        "over": float(surplus[:demands].sum()),
        "wishes": sum(
            wish.price
            for wish in problem.wishes
            if wish.wanted
            != (
                (turn := roster.turn(wish.person, wish.day)) is not None
                and turn.shift == wish.shift
            )
        ),
        "travel": sum(
            problem.travel.get((person, turn.post), 0.0)
            for person, turns in roster.turns.items()
            for turn in turns
            if turn
        ),
        "bonds": float(missing[model.bond_rows].sum() + surplus[model.bond_rows].sum()),
        "changes": change_price * roster.changes_from(start) if start else 0.0,
    }
    soft = np.flatnonzero(model.tables.soft).tolist()
    parts = [soft_part(model.tables, person, standing.choices[person]) for person in soft]
    terms["soft"] = float(sum(parts))
    # nights have rows; hours and weekends are in the rosters' own cost: they are what is left
    terms["fairness"] = round(standing.cost - sum(terms.values()), 6)
    return terms
