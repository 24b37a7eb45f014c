from qixin.cases.models.answers import Answer, Note
from qixin.cases.models.assignments import Assignment
from qixin.cases.models.cases import Case
from qixin.cases.models.further import FurtherReport

__all__ = ["Answer", "Assignment", "Case", "FurtherReport", "Note"]
