"""INRC-II, the Second International Nurse Rostering Competition: files, problems, answers.

A scenario (`Sc-n030w4.txt`), a history (`H0-n030w4-1.txt`) and weeks (`WD-n030w4-6.txt`), each as
text or as JSON. An instance is named after them: `n030w4_1_6-2-9-1`. Format, rules and prices:
S. Ceschia, N. T. T. Dang, P. De Causmaecker, S. Haspeslagh, A. Schaerf, "Second International Nurse
Rostering Competition (INRC-II): Problem Description and Rules" (2015).
"""

from qixin.planning.rosters.formats.inrc2.answers import (
    next_history,
    write_history,
    write_solutions,
)
from qixin.planning.rosters.formats.inrc2.folder import NAME, Instance, instances
from qixin.planning.rosters.formats.inrc2.model import problem_of, stage_of
from qixin.planning.rosters.formats.inrc2.reading import read_history, read_scenario, read_week
from qixin.planning.rosters.formats.inrc2.scenario import (
    Contract,
    Histories,
    Nurse,
    Record,
    Scenario,
    Week,
)

__all__ = [
    "NAME",
    "Contract",
    "Histories",
    "Instance",
    "Nurse",
    "Record",
    "Scenario",
    "Week",
    "instances",
    "next_history",
    "problem_of",
    "read_history",
    "read_scenario",
    "read_week",
    "stage_of",
    "write_history",
    "write_solutions",
]
