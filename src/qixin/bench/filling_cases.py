"""Filling a database with as many cases as a province has, to measure their pages on.

Every case is of a report that `filling` wrote; rows go in by bulk. Most are over, the newest are
open, and every second has co-units. The journal is left alone: pages of single cases are measured
on cases that were played through the actions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice
from random import Random
from typing import Any

from django.db import transaction

from qixin.cases.enums import AssignmentRole, AssignmentState, CaseState, ClockBasis, OutcomeKind
from qixin.cases.models import Answer, Assignment, Case, CaseOutcome, CaseType, Exclusion
from qixin.cases.search import INDEX
from qixin.core import clock, ids
from qixin.people.enums import UnitKind
from qixin.people.models import Unit, User
from qixin.reports.enums import ReportState
from qixin.reports.models import Report

BATCH = 2_000
_OVER = ((CaseState.CONFIRMED, 80), (CaseState.UNCONFIRMED, 8), (CaseState.CLOSED, 12))
_LIVE = (
    (CaseState.OPENED, 30), (CaseState.IN_PROGRESS, 40), (CaseState.ANSWERED, 25),
    (CaseState.SENT_BACK, 5),
)  # fmt: skip
_HOURS = 24.0


@dataclass(frozen=True)
class _Cast:
    """Rows of the demo district that cases point to."""

    leads: list[int]
    askers: list[int]
    types: list[int]
    user: int
    rng: Random
    drawn: set[str] = field(default_factory=set)

    def new_number(self, at: datetime) -> str:
        number = ids.new_number("C", at)
        while number in self.drawn:
            number = ids.new_number("C", at)
        self.drawn.add(number)
        return number


def fill_cases(*, live: int = 4_000, on_progress: Callable[[int], object] = lambda _: None) -> int:
    """A case for every report that triage has decided on; the newest `live` are still open.

    Returns how many were added; the same database gets the same cases.
    """
    cast = _cast()
    decided = Report.objects.filter(state=ReportState.TRIAGED).order_by("received_at", "pk")
    total, done = decided.count(), 0
    for rows in _batches(decided):
        _store(rows, [done + at >= total - live for at in range(len(rows))], cast)
        done += len(rows)
        on_progress(done)
    return done


def _batches(reports: Any) -> Iterator[list[Report]]:
    wanted = reports.only("pk", "text", "town_id", "received_at", "urgency")
    # ended before the first row is written: a cursor would not outlive the batches' commits
    keys = wanted.values_list("pk", flat=True)
    waiting = iter(list(keys))
    while batch := list(islice(waiting, BATCH)):
        yield list(wanted.filter(pk__in=batch))


def _cast() -> _Cast:
    leads = Unit.objects.filter(kind=UnitKind.DEPARTMENT).order_by("pk")
    askers = Unit.objects.filter(kind=UnitKind.ENTERPRISE).order_by("pk")
    return _Cast(
        leads=list(leads.values_list("pk", flat=True)[:30]),
        askers=list(askers.values_list("pk", flat=True)),
        types=list(CaseType.objects.values_list("pk", flat=True)),
        user=User.objects.earliest("pk").pk,
        rng=Random(7),  # noqa: S311 - must repeat itself, nothing secret
    )


@transaction.atomic
def _store(reports: list[Report], live: list[bool], cast: _Cast) -> None:
    made = Case.objects.bulk_create(
        _case(report, is_live, cast) for report, is_live in zip(reports, live, strict=True)
    )
    INDEX.add((case.pk, f"{case.title}\n{case.text}") for case in made)
    Assignment.objects.bulk_create(part for case in made for part in _parts(case, cast))
    Answer.objects.bulk_create(_answer(case, cast) for case in made if case.answered_at)
    CaseOutcome.objects.bulk_create(_loan(case, cast) for case in made[::10] if case.closed_at)
    Exclusion.objects.bulk_create(_exclusion(case, cast) for case in made[::200])


def _case(report: Report, is_live: bool, cast: _Cast) -> Case:
    rng, at = cast.rng, report.received_at
    if is_live:
        # what is open came in lately, and a part of it is late
        at = clock.now() - timedelta(hours=rng.uniform(0, 60))
    states, weights = zip(*(_LIVE if is_live else _OVER), strict=True)
    state = rng.choices(states, weights)[0]
    answered = None if state in (CaseState.OPENED, CaseState.IN_PROGRESS) else at + _after(rng, 40)
    over = not is_live
    return Case(
        number=cast.new_number(at),
        report=report,
        title=report.text[:60] or "–",
        text=report.text,
        state=state,
        urgency=report.urgency,
        town_id=report.town_id,
        lead_unit_id=rng.choice(cast.leads),
        opened_by_id=cast.user,
        opened_at=at,
        case_type_id=rng.choice(cast.types) if rng.random() < 0.7 else None,
        asker_id=rng.choice(cast.askers) if cast.askers and rng.random() < 0.4 else None,
        respond_by=at + timedelta(hours=4),
        responded_at=None if state == CaseState.OPENED else at + _after(rng, 6),
        satisfaction=rng.choice((1, 2, 2, 3)) if state == CaseState.CONFIRMED else None,
        refused_times=1 if state == CaseState.SENT_BACK else 0,
        reopened_times=int(rng.random() < 0.02),
        handed_back_times=int(rng.random() < 0.05),
        answered_at=answered,
        confirm_by=at + timedelta(days=30) if state == CaseState.ANSWERED else None,
        closed_at=at + _after(rng, 90) if over else None,
        **_clock(at),
    )


def _clock(at: datetime) -> dict[str, Any]:
    return {
        "clock_from": at,
        "allowance_hours": _HOURS,
        "clock_basis": ClockBasis.ROUND_THE_CLOCK,
        "soon_at": at + timedelta(hours=_HOURS * 0.75),
        "due_at": at + timedelta(hours=_HOURS),
    }


def _after(rng: Random, hours: float) -> timedelta:
    return timedelta(hours=rng.uniform(0.2, hours))


def _parts(case: Case, cast: _Cast) -> Iterator[Assignment]:
    others = [unit for unit in cast.leads if unit != case.lead_unit_id]
    helpers = cast.rng.sample(others, cast.rng.choices((0, 1, 2), (50, 35, 15))[0])
    state = AssignmentState.DONE if case.answered_at else AssignmentState.WAITING
    for unit, role in [
        (case.lead_unit_id, AssignmentRole.LEAD), *((one, AssignmentRole.CO) for one in helpers),
    ]:  # fmt: skip
        yield Assignment(
            case=case, unit_id=unit, role=role, state=state, assigned_at=case.opened_at,
            done_at=case.answered_at, **_clock(case.opened_at),
        )  # fmt: skip


def _answer(case: Case, cast: _Cast) -> Answer:
    return Answer(
        case=case, unit_id=case.lead_unit_id, text="已协调办理，详见附件。", by_id=cast.user,
        at=case.answered_at, due_at=case.due_at,
    )  # fmt: skip


def _loan(case: Case, cast: _Cast) -> CaseOutcome:
    asked = Decimal(cast.rng.randrange(10, 500) * 10_000)
    return CaseOutcome(
        case=case, kind=OutcomeKind.LOAN, unit_id=case.lead_unit_id, what="区农村商业银行",
        asked=asked, granted=asked / 2, by_id=cast.user, at=case.opened_at,
    )  # fmt: skip


def _exclusion(case: Case, cast: _Cast) -> Exclusion:
    return Exclusion(
        case=case, unit_id=case.lead_unit_id, reason="不属于本区职权", state="granted",
        by_id=cast.user, at=case.opened_at,
    )  # fmt: skip
