"""Key projects that share crews, money and land: who starts when, in which mode, on which land."""

from qixin.planning.portfolio.check import check
from qixin.planning.portfolio.factors import Budget, Calendar, Factor, Parcel, Step
from qixin.planning.portfolio.params import Params
from qixin.planning.portfolio.problem import (
    Activity,
    Level,
    Milestone,
    Mode,
    Prices,
    Problem,
    Project,
    Started,
)
from qixin.planning.portfolio.result import Change, Late, Result, Schedule
from qixin.planning.portfolio.solve import solve
from qixin.planning.portfolio.values import Worth, value_of_one_more

__all__ = [
    "Activity",
    "Budget",
    "Calendar",
    "Change",
    "Factor",
    "Late",
    "Level",
    "Milestone",
    "Mode",
    "Params",
    "Parcel",
    "Prices",
    "Problem",
    "Project",
    "Result",
    "Schedule",
    "Started",
    "Step",
    "Worth",
    "check",
    "solve",
    "value_of_one_more",
]
