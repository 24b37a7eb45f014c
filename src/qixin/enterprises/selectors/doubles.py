"""Rows of the register that may be the same enterprise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qixin.core.models import default_district
from qixin.core.search_terms import bigrams
from qixin.enterprises.models import Enterprise

# What says nothing of which enterprise it is.
_FORM = re.compile(
    r"(股份|集团|有限|责任|公司|总厂|分厂|厂|合作社|经营部|中心|店|[（(].*?[）)]|\s)"
)
_SAME_NAME, _SIMILAR = 1.0, 0.6
# A pair of characters that stands in more names than this tells nothing apart.
_COMMON = 40
MOST_PAIRS = 100


@dataclass(frozen=True)
class Suspicion:
    """Two rows, and why they may be one: the sentences stand on the page."""

    first: Enterprise
    second: Enterprise
    likeness: float
    reasons: tuple[str, ...]


def suspected(*, most: int = MOST_PAIRS) -> list[Suspicion]:
    """Pairs of similar names or of the same address, the likeliest first. For whoever keeps the
    whole register: the caller has checked.

    A code belongs to one enterprise (GB 32100). Where both have one and they differ, a similar name
    alone, or one house, is no reason: sister works and neighbours would bury the doubles.
    """
    rows = list(_rows())
    return sorted(_pairs(rows), key=lambda one: (-one.likeness, one.first.pk))[:most]


def likeness(one: Enterprise, other: Enterprise) -> Suspicion | None:
    """How alike two rows are; None where nothing speaks for it."""
    of_names = _name_likeness(_terms(one), _terms(other))
    same_address = bool(_place(one)) and _place(one) == _place(other)
    if of_names < _SIMILAR and not same_address:
        return None
    reasons = []
    if of_names == _SAME_NAME:
        reasons.append(_("The names differ only in the form of the company."))
    elif of_names >= _SIMILAR:
        reasons.append(_("%(n)d %% of the names agree.") % {"n": round(of_names * 100)})
    if same_address:
        reasons.append(_("The address is the same."))
    if _codes_differ(one, other):
        reasons.append(_("But both have a credit code, and they differ."))
    return Suspicion(one, other, of_names + 0.5 * same_address, tuple(reasons))


def _rows() -> QuerySet[Enterprise]:
    return (
        Enterprise.objects.filter(district=default_district(), merged_into=None)
        .select_related("unit__area", "managing_unit")
        .order_by("id")
    )


def _pairs(rows: list[Enterprise]) -> Iterator[Suspicion]:
    """Only rows that share a rare pair of characters or an address are compared."""
    buckets: defaultdict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        for key in {*_terms(row), f"@{_place(row)}" if _place(row) else ""} - {""}:
            buckets[key].append(at)
    seen: set[tuple[int, int]] = set()
    for members in buckets.values():
        if len(members) <= _COMMON:
            seen.update(combinations(members, 2))
    for first, second in sorted(seen):
        found = likeness(rows[first], rows[second])
        if found and (found.likeness >= _SAME_NAME or not _codes_differ(found.first, found.second)):
            yield found


def _terms(row: Enterprise) -> frozenset[str]:
    return frozenset(bigrams(_FORM.sub("", row.unit.name)).split())


def _codes_differ(one: Enterprise, other: Enterprise) -> bool:
    return bool(one.unit.credit_code and other.unit.credit_code)


def _place(row: Enterprise) -> str:
    return "".join(row.address.split())


def _name_likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
