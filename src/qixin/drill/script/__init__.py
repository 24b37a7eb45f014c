"""What the people of the demo district send in, and what is answered."""

from .answers import Answers, answers
from .scenario import START, ZONE, FieldReport, scenario

__all__ = ["START", "ZONE", "Answers", "FieldReport", "answers", "scenario"]
