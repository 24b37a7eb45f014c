"""Looking at reports that came in: indexed for search and duplicates, suggestions made.

Not part of receiving, which must be quick; the worker does it within a second.
"""

from __future__ import annotations

from django.db import connection, transaction

from qixin.core import clock
from qixin.reports.band_table import REPORTS as BANDS
from qixin.reports.enums import Precision, ReportState, Urgency
from qixin.reports.learning import Learners, learners_for
from qixin.reports.models import Label, Report, Suggestion
from qixin.reports.search import INDEX
from qixin.reports.selectors.requests import ServiceNames
from qixin.reports.similarity import bands, signature
from qixin.reports.suggestions import Suggestion as Suggested
from qixin.reports.suggestions import assess

# As many reports on the very same point are a default of somebody's form or geocoder, not a place.
SHARED_BY = 10
# Reports in one transaction: writers on SQLite wait for it, so it must stay short.
BATCH = 100


def examine_waiting(*, most: int = 10_000) -> int:
    """Examine reports that wait, oldest first; returns how many. Safe beside other workers."""
    done = 0
    while done < most and (count := _examine_batch()):
        done += count
    return done


@transaction.atomic
def _examine_batch() -> int:
    waiting = Report.objects.filter(examined_at__isnull=True).order_by("id")
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True)
    batch = list(waiting[:BATCH])
    if batch:
        _examine(batch)
    return len(batch)


def _examine(batch: list[Report]) -> None:
    learners = learners_for([report.text for report in batch])
    named = ServiceNames.of({report.service_code for report in batch}).by_code
    suggestions = [
        _suggestion(report, learners, named.get(report.service_code)) for report in batch
    ]
    pairs: list[tuple[int, int]] = []
    for report, suggestion in zip(batch, suggestions, strict=True):
        mark = signature(report.text)
        report.signature, report.examined_at = bytes(mark), clock.now()
        pairs += [(value, report.pk) for value in bands(mark)]
        if report.state == ReportState.RECEIVED:
            report.urgency = max(report.urgency, suggestion.urgency)
    INDEX.add((report.pk, f"{report.text}\n{report.address}") for report in batch)
    BANDS.add(pairs)
    Suggestion.objects.bulk_create(suggestions, ignore_conflicts=True)
    Report.objects.bulk_update(batch, ["signature", "examined_at", "urgency"])
    _mark_shared_points({(r.lng, r.lat) for r in batch if r.precision == Precision.EXACT})


def _mark_shared_points(points: set[tuple[float | None, float | None]]) -> None:
    for lng, lat in points:
        there = Report.objects.filter(lng=lng, lat=lat)
        if there[:SHARED_BY].count() >= SHARED_BY:
            there.filter(precision=Precision.EXACT).update(precision=Precision.SHARED)


def _suggestion(report: Report, learners: Learners, named: Label | None) -> Suggestion:
    """Reasons are kept as words, so that each reader gets the sentence in their language.

    The department of the subject that the sender chose comes before what the words suggest.
    """
    column = next(iter(learners.column.suggest(report.text, top=1)), None)
    unit = next(iter(learners.unit.suggest(report.text, top=1)), None)
    if named is not None and named.unit is not None and named.unit.dissolved_at is None:
        unit = Suggested(str(named.unit_id), 1, reason="", words=(named.name,))
    assessed = assess(report.text, learner=learners.urgency)
    return Suggestion(
        report=report,
        column=column.label if column else "",
        column_confidence=column.confidence if column else 0,
        column_reason=_words(column.words) if column else "",
        unit_id=int(unit.label) if unit else None,
        unit_confidence=unit.confidence if unit else 0,
        unit_reason=_words(unit.words) if unit else "",
        urgency=Urgency(assessed.level),
        urgency_reason=_words(assessed.words),
    )


def _words(words: tuple[str, ...]) -> str:
    return "、".join(words)[:200]
