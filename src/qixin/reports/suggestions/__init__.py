"""Suggestions for whoever triages: column, department and urgency, each with its reason.

They learn from every decision and can unlearn one that is undone.
"""

from qixin.reports.suggestions.counts import CountStore, MemoryCounts
from qixin.reports.suggestions.learner import Learner, Suggestion
from qixin.reports.suggestions.terms import terms
from qixin.reports.suggestions.urgency import Assessment, assess

__all__ = [
    "Assessment",
    "CountStore",
    "Learner",
    "MemoryCounts",
    "Suggestion",
    "assess",
    "terms",
]
