"""Reads of this room; each starts from the user and fails closed."""

from qixin.cases.selectors.cases import (
    case_for,
    cases_by_number,
    cases_of_report,
    of_report,
    open_count,
    reports_to_open,
    units_to_choose,
    visible,
    within,
)
from qixin.cases.selectors.helping import Helping, helping
from qixin.cases.selectors.inbox import Filter, inbox, narrowed, overdue, tallies
from qixin.cases.selectors.timeline import Event, timeline

__all__ = [
    "Event",
    "Filter",
    "Helping",
    "case_for",
    "cases_by_number",
    "cases_of_report",
    "helping",
    "inbox",
    "narrowed",
    "of_report",
    "open_count",
    "overdue",
    "reports_to_open",
    "tallies",
    "timeline",
    "units_to_choose",
    "visible",
    "within",
]
