"""Telling a report what became of it; called by the rooms above."""

from __future__ import annotations

from django.db import transaction

from qixin.core import clock, journal
from qixin.core.actors import Actor
from qixin.core.errors import Invalid
from qixin.reports.enums import Outcome
from qixin.reports.models import Report, Settlement
from qixin.reports.workflow import JOURNAL


@transaction.atomic
def settle(
    *,
    report: Report,
    thing: str,
    outcome: Outcome,
    by: Actor,
    title: str = "",
    link: str = "",
    answer: str = "",
    awaits_sender: bool = False,
) -> Settlement:
    """Record what became of `report`: one row for each `thing` ("cases.case:17"), updated in place.

    `link` is where the sender reads it; `awaits_sender` asks them to confirm or send back. Reports
    that were merged into this one hear the same news.
    """
    if ":" not in thing:
        raise Invalid(f"not the name of a thing: {thing}")
    settlement, _created = Settlement.objects.update_or_create(
        report=report,
        thing=thing,
        defaults={
            "outcome": outcome,
            "title": title[:200],
            "link": link,
            "answer": answer,
            "awaits_sender": awaits_sender,
            "at": clock.now(),
        },
    )
    journal.write(
        verb=JOURNAL["settle"], subject=report, by=by, detail={"outcome": outcome, "thing": thing}
    )
    return settlement


@transaction.atomic
def unsettle(*, report: Report, thing: str, by: Actor) -> None:
    """Take the news back: the decision that led to it was undone."""
    if Settlement.objects.filter(report=report, thing=thing).delete()[0]:
        journal.write(
            verb=JOURNAL["settle"], subject=report, by=by, detail={"outcome": "", "thing": thing}
        )
