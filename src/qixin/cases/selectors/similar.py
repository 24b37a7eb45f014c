"""Solved cases that are like one: how was it done the last time?"""

from __future__ import annotations

from dataclasses import dataclass

from qixin.cases.enums import CaseState
from qixin.cases.models import Answer, Case
from qixin.cases.search import INDEX
from qixin.cases.selectors.cases import visible
from qixin.core.search_terms import words
from qixin.people.models import User

MOST = 4
# The newest that share a word: one that stands in every second case costs no more than a rare one.
MOST_FOUND = 600
# Cases looked at more closely.
MOST_COMPARED = 120
# Words of a title that are looked for, the longest first.
MOST_WORDS = 5
LEAST_LIKENESS = 0.15


@dataclass(frozen=True)
class Similar:
    """`likeness` is the share of words that two titles have in common (Jaccard), 0 to 1."""

    case: Case
    likeness: float
    answer: str


def similar_solved(user: User, case: Case) -> list[Similar]:
    """The most alike among the user's confirmed cases, best first. Four queries."""
    mine = _telling(case.title)
    if not mine:
        return []
    wanted = sorted(mine, key=lambda word: (-len(word), word))[:MOST_WORDS]
    newest = INDEX.newest_with_any(wanted, most=MOST_FOUND)
    found = visible(user).filter(pk__in=newest, state=CaseState.CONFIRMED).exclude(pk=case.pk)
    rows = found.select_related("lead_unit").defer("text").order_by("-closed_at")[:MOST_COMPARED]
    scored = [(_likeness(mine, _telling(row.title), case, row), row) for row in rows]
    best = sorted((one for one in scored if one[0] >= LEAST_LIKENESS), key=lambda one: -one[0])
    chosen = best[:MOST]
    answers = _last_answers([row.pk for _score, row in chosen])
    return [Similar(row, score, answers.get(row.pk, "")) for score, row in chosen]


def _telling(title: str) -> set[str]:
    """Words of two characters and more: single ones say little."""
    return {word for word in words(title) if len(word) > 1}


def _likeness(mine: set[str], theirs: set[str], case: Case, other: Case) -> float:
    shared = len(mine & theirs) / len(mine | theirs) if theirs else 0.0
    same_type = case.case_type_id is not None and case.case_type_id == other.case_type_id
    return shared + (0.1 if same_type and shared else 0.0)


def _last_answers(keys: list[int]) -> dict[int, str]:
    rows = Answer.objects.filter(case__in=keys).order_by("id").values_list("case_id", "text")
    return dict(rows)
