"""What is known of a problem so far: the best answer, the bound, and what cannot be kept."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from qixin.planning.outcome import Conflict, Status, status_of
from qixin.planning.rosters.conflicts import unkept
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.params import Params
from qixin.planning.rosters.prices import are_whole
from qixin.planning.rosters.problem import Problem
from qixin.planning.rosters.result import Result, Roster
from qixin.planning.rosters.rules import all_keep_rules
from qixin.planning.rosters.standing import Standing
from qixin.planning.rosters.tables import Choices
from qixin.planning.rosters.terms import terms_of
from qixin.planning.run import Run

ROUNDING = 1e-5


class Known:
    """Whoever searches offers answers and bounds here; the run hears of what is better."""

    def __init__(self, problem: Problem, params: Params, run: Run, start: Roster | None) -> None:
        self.problem = problem
        self.run = run
        self.start = start
        self.change_price = params.change_price
        self.model = Model(problem, start, params.change_price)
        self.everybody = np.arange(self.model.people)
        self.whole_prices = are_whole(self.model)
        self.standing: Standing | None = None
        # whether it is proven that the hard demands cannot be kept together
        self.impossible = False

    def offer(self, choices: Choices) -> None:
        """Take an answer if it is the best so far and keeps every hard rule."""
        if not all_keep_rules(self.model, self.everybody, choices):
            return
        standing = Standing(self.model, choices)
        if self.standing is None or standing.cost < self.standing.cost:
            self.standing = standing
            standing.tell(self.run)

    def proved(self, bound: float) -> None:
        """`bound` without the constant; whole prices make whole costs."""
        proven = bound + self.model.constant
        if self.whole_prices:
            proven = math.ceil(proven - ROUNDING)
        # what lies over the cost by no more than rounding is the cost; by more it would be a fault
        if proven - self.run.cost <= ROUNDING * max(1.0, abs(proven)):
            proven = min(proven, self.run.cost)
        self.run.proved(proven)

    def infeasible(self, found: Iterable[Conflict]) -> Result:
        return Result(
            problem=self.problem, roster=None, status=Status.INFEASIBLE, cost=math.inf,
            bound=math.inf, conflicts=tuple(found),
            seconds=self.run.seconds, work=self.run.work,
        )  # fmt: skip

    def result(self) -> Result:
        run = self.run
        told: dict[str, Any] = {
            "curve": tuple(run.curve), "seconds": run.seconds, "work": run.work, "bound": run.bound,
        }  # fmt: skip
        missed = tuple(unkept(self.standing)) if self.standing else ()
        if self.impossible:
            return self.infeasible(missed)
        if self.standing is None or missed:
            return Result(
                problem=self.problem, roster=None, status=Status.UNKNOWN, cost=math.inf,
                conflicts=missed, **told,
            )  # fmt: skip
        roster = self.model.roster(self.standing.choices)
        return Result(
            problem=self.problem, roster=roster, status=status_of(run), cost=self.standing.cost,
            terms=terms_of(
                self.model, self.standing, roster, self.start, self.change_price
            ),
            changes=roster.changes_from(self.start) if self.start else 0, **told,
        )  # fmt: skip

    def roster(self) -> Roster | None:
        return self.model.roster(self.standing.choices) if self.standing else None
