"""Reads of this room; each starts from the user and fails closed."""

from qixin.cases.selectors.cases import (
    case_for,
    cases_of_report,
    numbers_in,
    open_count,
    units_to_choose,
    visible,
    within,
)
from qixin.cases.selectors.inbox import Filter, inbox, narrowed, overdue, tallies
from qixin.cases.selectors.timeline import Event, timeline

__all__ = [
    "Event",
    "Filter",
    "case_for",
    "cases_of_report",
    "inbox",
    "narrowed",
    "numbers_in",
    "open_count",
    "overdue",
    "tallies",
    "timeline",
    "units_to_choose",
    "visible",
    "within",
]
