from qixin.cases.models.answers import Answer, Note
from qixin.cases.models.assignments import Assignment
from qixin.cases.models.cases import Case
from qixin.cases.models.files import CaseFile
from qixin.cases.models.further import FurtherReport
from qixin.cases.models.outcomes import CaseOutcome, Escalation, Exclusion
from qixin.cases.models.types import CaseType, ReplyTemplate, TypeClock
from qixin.cases.models.visits import LeaderVisit, Promise

__all__ = [
    "Answer",
    "Assignment",
    "Case",
    "CaseFile",
    "CaseOutcome",
    "CaseType",
    "Escalation",
    "Exclusion",
    "FurtherReport",
    "LeaderVisit",
    "Note",
    "Promise",
    "ReplyTemplate",
    "TypeClock",
]
