"""Duty rosters: who stands where, in which shift, on which day. See docs/planning/rosters.md."""

from qixin.planning.rosters.check import check
from qixin.planning.rosters.fairness import with_shares
from qixin.planning.rosters.params import Params
from qixin.planning.rosters.problem import (
    Bond,
    Demand,
    Fairness,
    History,
    Person,
    Problem,
    Share,
    Shift,
    Turn,
    Wish,
)
from qixin.planning.rosters.result import Gap, Result, Roster
from qixin.planning.rosters.soft import SoftLimits, Span
from qixin.planning.rosters.solve import solve

__all__ = [
    "Bond",
    "Demand",
    "Fairness",
    "Gap",
    "History",
    "Params",
    "Person",
    "Problem",
    "Result",
    "Roster",
    "Share",
    "Shift",
    "SoftLimits",
    "Span",
    "Turn",
    "Wish",
    "check",
    "solve",
    "with_shares",
]
