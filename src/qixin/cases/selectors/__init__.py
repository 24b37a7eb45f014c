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
from qixin.cases.selectors.figures import Figures, figures
from qixin.cases.selectors.helping import Helping, helping
from qixin.cases.selectors.inbox import Filter, inbox, narrowed, tallies
from qixin.cases.selectors.own import cases_for_unit, own_case, own_cases, own_units
from qixin.cases.selectors.people import acting_unit, parts_of, people_of
from qixin.cases.selectors.rates import GROUPS, Rates, Span, rates, total
from qixin.cases.selectors.sets import overdue
from qixin.cases.selectors.similar import Similar, similar_solved
from qixin.cases.selectors.things import (
    exclusion_of,
    file_for,
    outcome_for,
    part_for,
    units_called,
    visits,
)
from qixin.cases.selectors.timeline import Event, timeline, timeline_for_asker
from qixin.cases.selectors.types import (
    all_templates,
    all_types,
    allowance_for,
    templates_for,
    type_of_service,
    types_to_choose,
)

__all__ = [
    "GROUPS",
    "Event",
    "Figures",
    "Filter",
    "Helping",
    "Rates",
    "Similar",
    "Span",
    "acting_unit",
    "all_templates",
    "all_types",
    "allowance_for",
    "case_for",
    "cases_by_number",
    "cases_for_unit",
    "cases_of_report",
    "exclusion_of",
    "figures",
    "file_for",
    "helping",
    "inbox",
    "narrowed",
    "of_report",
    "open_count",
    "outcome_for",
    "overdue",
    "own_case",
    "own_cases",
    "own_units",
    "part_for",
    "parts_of",
    "people_of",
    "rates",
    "reports_to_open",
    "similar_solved",
    "tallies",
    "templates_for",
    "timeline",
    "timeline_for_asker",
    "total",
    "type_of_service",
    "types_to_choose",
    "units_called",
    "units_to_choose",
    "visible",
    "visits",
    "within",
]
