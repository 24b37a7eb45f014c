"""The three learners of this room over one table of counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import F

from qixin.core.clock import kept_for
from qixin.reports.enums import Decision, LabelKind
from qixin.reports.models import Label, LabelCount, Triage
from qixin.reports.suggestions import Learner
from qixin.reports.suggestions.counts import TOTAL, Counts
from qixin.reports.suggestions.terms import terms

# Variables in one statement: SQLite takes 32,766, PostgreSQL 65,535.
CHUNK = 10_000


@dataclass(frozen=True)
class StoredCounts:
    """`suggestions.CountStore` over LabelCount; `classifier` tells the learners apart."""

    classifier: str

    def get_counts(self, terms: Iterable[str]) -> Counts:
        counts: dict[str, dict[str, int]] = {}
        wanted = list(terms)
        for start in range(0, len(wanted), CHUNK):
            rows = LabelCount.objects.filter(
                classifier=self.classifier, term__in=wanted[start : start + CHUNK], count__gt=0
            ).values_list("term", "label", "count")
            for term, label, count in rows:
                counts.setdefault(term, {})[label] = count
        return counts

    def add(self, changes: Mapping[tuple[str, str], int]) -> None:
        """One statement for what grows, one for what shrinks; both safe beside other writers."""
        more = [(self.classifier, t, label, n) for (t, label), n in changes.items() if n > 0]
        less = [(-n, self.classifier, t, label, -n) for (t, label), n in changes.items() if n < 0]
        table = LabelCount._meta.db_table
        with connection.cursor() as cursor:
            if more:
                cursor.executemany(
                    f"INSERT INTO {table} (classifier, term, label, count) "  # noqa: S608
                    "VALUES (%s, %s, %s, %s) ON CONFLICT (classifier, term, label) "
                    f"DO UPDATE SET count = {table}.count + excluded.count",
                    sorted(more),
                )
            if less:
                cursor.executemany(
                    f"UPDATE {table} SET count = count - %s "  # noqa: S608
                    "WHERE classifier = %s AND term = %s AND label = %s AND count >= %s",
                    sorted(less, key=lambda row: row[1:4]),
                )


@dataclass(frozen=True)
class CountsOfSeveral:
    """The counts for the terms of several texts, read at once; nothing can be added."""

    counts: Counts

    @classmethod
    def read(cls, classifier: str, texts: Iterable[str], seeds: Iterable[str]) -> CountsOfSeveral:
        wanted = {TOTAL, *seeds} | {term for text in texts for term in terms(text)}
        return cls(StoredCounts(classifier).get_counts(sorted(wanted)))

    def get_counts(self, terms: Iterable[str]) -> Counts:
        return {term: self.counts[term] for term in terms if term in self.counts}

    def add(self, changes: Mapping[tuple[str, str], int]) -> None:
        raise TypeError("read-only")


@dataclass(frozen=True)
class Learners:
    """The three that examine a batch of reports."""

    column: Learner
    unit: Learner
    urgency: Learner


def learners_for(texts: list[str]) -> Learners:
    """Learners whose counts for these texts are already in memory: three queries for any number."""
    columns, units = column_seeds(), unit_seeds()
    read = CountsOfSeveral.read
    return Learners(
        Learner(read("column", texts, _words(columns)), seeds=columns),
        Learner(read("unit", texts, _words(units)), seeds=units),
        Learner(read("urgency", texts, ())),
    )


def learn(triage: Triage) -> None:
    """Count a decision."""
    for classifier, label in _labels(triage):
        Learner(StoredCounts(classifier)).learn(triage.report.text, label)


def unlearn(triage: Triage) -> None:
    """Take back what `learn` counted."""
    for classifier, label in _labels(triage):
        Learner(StoredCounts(classifier)).unlearn(triage.report.text, label)


def _labels(triage: Triage) -> list[tuple[str, str]]:
    found = []
    if triage.column:
        found.append(("column", triage.column))
    if triage.unit_id:
        found.append(("unit", str(triage.unit_id)))
    if triage.decision in (Decision.STORY, Decision.CASE):
        found.append(("urgency", str(triage.urgency)))
    return found


def _words(seeds: Mapping[str, list[str]]) -> list[str]:
    return [word for words in seeds.values() for word in words]


@kept_for(seconds=60)
def column_seeds() -> dict[str, list[str]]:
    """Column code → keywords, for the cold start."""
    return {
        label.code: [*label.keywords.split(), label.name]
        for label in Label.objects.filter(kind=LabelKind.COLUMN, is_active=True)
    }


@kept_for(seconds=60)
def unit_seeds() -> dict[str, list[str]]:
    """Unit id → words of what it deals with: its services' keywords and its own duties."""
    seeds: dict[str, list[str]] = {}
    services = Label.objects.filter(
        kind=LabelKind.SERVICE, is_active=True, unit__isnull=False
    ).annotate(duties=F("unit__duties"))
    for label in services:
        words = seeds.setdefault(str(label.unit_id), label.duties.split())
        words += [*label.keywords.split(), label.name]
    return seeds
