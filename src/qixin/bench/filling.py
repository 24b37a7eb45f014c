"""Filling a database with as many reports as a province has, to measure pages on.

Texts, times and places are those of the demo's script, each day with a seed of its own. Rows go in
by bulk, already examined: signature, bands and search index as the worker makes them, suggestions
for what waits in the queue. The journal is left alone: it is measured by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from random import Random

from django.db import transaction

from qixin.core import clock, ids
from qixin.core.encryption import keyed_hash
from qixin.drill.script.scenario import FieldReport, scenario
from qixin.people.enums import AreaLevel
from qixin.people.models import Area, Unit
from qixin.reports.band_table import REPORTS as BANDS
from qixin.reports.enums import Precision, ReportState, Source, Urgency
from qixin.reports.models import Group, Label, Report, Suggestion
from qixin.reports.search import INDEX
from qixin.reports.similarity import Signature, bands, signature

BATCH = 2_000
URGENCY = {
    "high": Urgency.URGENT,
    "low": Urgency.NORMAL,
    "normal": Urgency.NORMAL,
    "urgent": Urgency.EMERGENCY,
}
# What had become of reports that no longer wait.
FATES = ((ReportState.TRIAGED, 0.7), (ReportState.FILED, 0.3))
FILLED_PER_DAY = 1_000


@dataclass(frozen=True)
class _Cast:
    """Rows of the demo district that reports point to; all may be empty."""

    towns: dict[str, int]
    communities: dict[str, int]
    groups: list[int]
    senders: list[list[int]]
    columns: list[str]
    units: list[int]
    # of a million numbers two may well be the same; the house draws again, a bulk insert cannot
    drawn: set[str] = field(default_factory=set)

    def new_number(self, told: FieldReport) -> str:
        number = ids.new_number("R", told.at)
        while number in self.drawn:
            number = ids.new_number("R", told.at)
        self.drawn.add(number)
        return number


def fill_reports(
    count: int,
    *,
    waiting: int = 3_000,
    per_day: int = FILLED_PER_DAY,
    seed: int = 1,
    on_progress: Callable[[int], object] = lambda _done: None,
) -> int:
    """Add `count` reports that end yesterday, oldest first; the newest `waiting` are undecided.

    Towns, groups and senders are those in the database (load the demo district first). Returns how
    many were added; the same seed writes the same texts.
    """
    cast, rng, done = _cast(), Random(seed), 0  # noqa: S311 - must repeat itself, nothing secret
    script = _script(count, per_day, seed)
    while batch := list(islice(script, BATCH)):
        decided = [done + at < count - waiting for at in range(len(batch))]
        _store(batch, decided, cast, rng)
        done += len(batch)
        on_progress(done)
    return done


def _script(count: int, per_day: int, seed: int) -> Iterator[FieldReport]:
    """Days of the demo's five, one after the other up to yesterday, each with its own seed."""
    days = -(-count // per_day)
    first = clock.today() - timedelta(days=days)
    written = (
        told
        for day in range(days)
        for told in _day(seed + day, first + timedelta(days=day), per_day)
    )
    return islice(written, count)


def _day(seed: int, day: date, per_day: int) -> Iterator[FieldReport]:
    return scenario(seed, days=1, per_day=per_day, start=day)


def _cast() -> _Cast:
    by_level = {
        level: dict(Area.objects.filter(level=level).values_list("code", "id"))
        for level in (AreaLevel.TOWN, AreaLevel.COMMUNITY)
    }
    groups = list(Group.objects.order_by("id").prefetch_related("members"))
    return _Cast(
        towns=by_level[AreaLevel.TOWN],
        communities=by_level[AreaLevel.COMMUNITY],
        groups=[group.pk for group in groups],
        senders=[[member.person_id for member in group.members.all()] for group in groups],
        columns=list(Label.objects.filter(kind="column").values_list("code", flat=True)),
        units=list(Unit.objects.values_list("id", flat=True)[:40]),
    )


@transaction.atomic
def _store(batch: list[FieldReport], decided: list[bool], cast: _Cast, rng: Random) -> None:
    marks = [signature(told.text) for told in batch]
    reports = Report.objects.bulk_create(
        _report(told, mark, past, cast, rng)
        for told, mark, past in zip(batch, marks, decided, strict=True)
    )
    INDEX.add((report.pk, f"{report.text}\n{report.address}") for report in reports)
    BANDS.add(
        (value, report.pk)
        for report, mark in zip(reports, marks, strict=True)
        for value in bands(mark)
    )
    Suggestion.objects.bulk_create(
        _suggestion(report, cast, rng) for report in reports if report.state == ReportState.RECEIVED
    )


def _report(told: FieldReport, mark: Signature, past: bool, cast: _Cast, rng: Random) -> Report:
    states, weights = zip(*FATES, strict=True)
    state = rng.choices(states, weights)[0] if past else ReportState.RECEIVED
    group = _group(told, cast)
    return Report(
        number=cast.new_number(told),
        source=Source.PUBLIC if told.sender_index is None else Source.APP,
        group_id=None if group is None else cast.groups[group],
        sender_id=_sender(told, group, cast),
        follow_code_hash=keyed_hash(str(told.index), purpose="follow-code"),
        text=told.text,
        occurred_at=told.at - timedelta(minutes=rng.randrange(60)),
        received_at=told.at,
        lng=told.lng,
        lat=told.lat,
        precision=_precision(told, cast),
        town_id=cast.towns.get(told.town_code),
        community_id=cast.communities.get(told.community_code),
        state=state,
        triaged_at=told.at + timedelta(minutes=5) if past else None,
        urgency=URGENCY[told.urgency],
        signature=bytes(mark),
        examined_at=told.at,
    )


def _precision(told: FieldReport, cast: _Cast) -> Precision:
    if told.lng is not None:
        return Precision.EXACT
    return Precision.AREA if told.town_code in cast.towns else Precision.NONE


def _group(told: FieldReport, cast: _Cast) -> int | None:
    if told.group_index is None or not cast.groups:
        return None
    return told.group_index % len(cast.groups)


def _sender(told: FieldReport, group: int | None, cast: _Cast) -> int | None:
    if told.sender_index is None or group is None or not cast.senders[group]:
        return None
    return cast.senders[group][told.sender_index % len(cast.senders[group])]


def _suggestion(report: Report, cast: _Cast, rng: Random) -> Suggestion:
    return Suggestion(
        report=report,
        column=rng.choice(cast.columns) if cast.columns else "",
        column_confidence=0.6,
        column_reason="口罩、超市",
        unit_id=rng.choice(cast.units) if cast.units else None,
        unit_confidence=0.5,
        unit_reason="卡口、货车",
        urgency=report.urgency,
    )
