"""Reports that tell of the same thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from django.utils.functional import Promise

from qixin.people.models import User
from qixin.people.permissions import scope
from qixin.reports.band_table import REPORTS as BANDS
from qixin.reports.enums import Precision
from qixin.reports.models import Report
from qixin.reports.similarity import Signature, Traits, bands, estimate, score

# Two weeks later the same words are a new matter.
LOOK_BACK = timedelta(days=14)
LEAST_ESTIMATE = 0.2
LEAST_SCORE = 0.45
MOST_COMPARED = 30


@dataclass(frozen=True)
class Duplicate:
    """A report that is likely the same; `score` 0 to 1, reasons strongest first."""

    report: Report
    score: float
    reasons: list[str | Promise]


def likely_duplicates(user: User, report: Report, *, most: int = 5) -> list[Duplicate]:
    """The likeliest duplicates of `report` among those that `user` may read, best first.

    Found by shared bands, ranked by the signatures' estimate, and the best compared in full.
    """
    if not report.signature:
        return []
    mine = Signature.from_bytes(bytes(report.signature))
    candidates = _candidates(user, report, BANDS.neighbours(bands(mine), besides=report.pk))
    near = sorted(
        ((estimate(mine, Signature.from_bytes(bytes(c.signature))), c) for c in candidates),
        key=lambda pair: -pair[0],
    )
    me = _traits(report)
    compared = [
        Duplicate(other, *score(me, _traits(other)))
        for guess, other in near[:MOST_COMPARED]
        if guess >= LEAST_ESTIMATE
    ]
    found = [duplicate for duplicate in compared if duplicate.score >= LEAST_SCORE]
    return sorted(found, key=lambda duplicate: -duplicate.score)[:most]


def alike(reports: Iterable[Report]) -> int:
    """How many of these reports say in their words what at least one of the others says."""
    signed = [
        Signature.from_bytes(bytes(report.signature)) for report in reports if report.signature
    ]
    found: set[int] = set()
    for one, other in combinations(range(len(signed)), 2):
        if estimate(signed[one], signed[other]) >= LEAST_SCORE:
            found |= {one, other}
    return len(found)


def _candidates(user: User, report: Report, ids: list[int]) -> list[Report]:
    since, until = report.received_at - LOOK_BACK, report.received_at + LOOK_BACK
    return list(
        Report.objects.filter(
            scope(user, "reports.read", area_field="town"),
            pk__in=ids,
            received_at__range=(since, until),
        )
        .select_related("sender", "group", "town", "merged_into")
        .prefetch_related("attachments")
    )


def _traits(report: Report) -> Traits:
    return Traits(
        text=report.text,
        latitude=report.lat,
        longitude=report.lng,
        imprecise=report.precision != Precision.EXACT,
        at=report.occurred_at,
        phashes=tuple(a.phash for a in report.attachments.all() if a.phash is not None),
        sender=report.sender_id,
    )
