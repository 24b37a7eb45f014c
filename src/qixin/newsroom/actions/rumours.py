"""Rumours: opened, seen again, looked into, and ended without an answer."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from qixin.core import clock, journal
from qixin.core.actors import Actor
from qixin.core.errors import Conflict, Invalid
from qixin.core.insertion import insert
from qixin.core.personal_data import mask_text
from qixin.core.plain_text import one_line, paragraphs
from qixin.core.reasons import kept_reason
from qixin.core.saving import check_fields, save_checked
from qixin.newsroom.actions.writing_answers import write_after
from qixin.newsroom.models import Answer, Evidence, Rumour, RumourStory, Sighting, Story
from qixin.newsroom.models.addresses import public_url
from qixin.newsroom.policies.rumours import (
    check_can_collect,
    check_can_file,
    check_can_reopen,
    check_rumour_transition,
    check_takes_facts,
)
from qixin.newsroom.workflow.rumours import JOURNAL
from qixin.people.models import User
from qixin.reports.actions import settle, unsettle
from qixin.reports.enums import Outcome
from qixin.reports.models import Report

# A clock that is a little ahead is no sight of the future.
_AHEAD = timedelta(minutes=5)


@dataclass(frozen=True)
class Seen:
    """A place where the claim goes round; `readers` where somebody could count them."""

    channel: str
    seen_at: datetime
    place: str = ""
    readers: int | None = None
    link: str = ""


@dataclass(frozen=True)
class Found:
    """Something that was found out; `source` is who said it, for the desk alone."""

    kind: str
    source: str
    dated: date
    text: str
    link: str = ""


@transaction.atomic
def open_rumour(*, claim: str, seen: Seen, client_key: uuid.UUID, by: User) -> Rumour:
    """Look into a claim, with the first place where it was seen. The same key again gives the same.

    Raises Refused, Invalid.
    """
    check_can_collect(by)
    known = Rumour.objects.filter(client_key=client_key).first()
    if known is not None:
        return known
    rumour = Rumour(
        client_key=client_key, claim=_line(claim), first_seen_at=seen.seen_at,
        channel=seen.channel, opened_by=by, opened_at=clock.now(),
    )  # fmt: skip
    _check_moment(seen.seen_at)
    check_fields(rumour)
    if not insert(rumour, unless_known="client_key"):
        return Rumour.objects.get(client_key=client_key)
    note(rumour, "open", by=by)
    _see(rumour, seen, key=uuid.uuid5(client_key, "seen"), by=by)
    return rumour


@transaction.atomic
def open_from_report(
    *, report: Report, claim: str, channel: str, client_key: uuid.UUID, by: User
) -> Rumour:
    """A report tells of a claim that nobody looks into yet: it is opened, and seen there.

    The report leaves the queue, and its sender reads the answer. A report that already tells of a
    rumour gives that one. Raises Refused, Invalid, Conflict.
    """
    check_can_collect(by)
    known = Sighting.objects.filter(report=report).select_related("rumour").first()
    if known is not None:
        return known.rumour
    seen_at = min(report.occurred_at or report.received_at, clock.now())
    rumour = Rumour(
        client_key=client_key, claim=_line(claim), first_seen_at=seen_at, channel=channel,
        opened_by=by, opened_at=clock.now(),
    )  # fmt: skip
    check_fields(rumour)
    if not insert(rumour, unless_known="client_key"):
        return Rumour.objects.get(client_key=client_key)
    note(rumour, "open", by=by, report=report.number)
    return _join(rumour, report, channel, by)


@transaction.atomic
def join_report(*, rumour: Rumour, report: Report, channel: str, by: User) -> Rumour:
    """The report tells of a claim that is known: another place where it was seen.

    Raises Refused, Invalid, WrongState for a rumour that was filed, Conflict for a report that
    tells of another one.
    """
    check_can_collect(by)
    held = locked_rumour(rumour)
    known = Sighting.objects.filter(report=report).first()
    if known is not None:
        if known.rumour_id != held.pk:
            raise Conflict(_("This report already tells of another rumour."))
        return held
    check_takes_facts(held)
    return _join(held, report, channel, by)


@transaction.atomic
def leave_report(*, report: Report, by: User) -> None:
    """The report told of something else: it goes back to the queue. Raises Refused."""
    check_can_collect(by)
    known = Sighting.objects.select_related("rumour").filter(report=report).first()
    if known is None:
        return
    rumour = locked_rumour(known.rumour)
    unsettle(report=report, thing=rumour.thing, by=by)
    known.delete()
    note(rumour, "unlink", by=by, report=report.number)


@transaction.atomic
def see(*, rumour: Rumour, seen: Seen, client_key: uuid.UUID, by: User) -> Rumour:
    """It was seen somewhere else, too. Raises Refused, Invalid, WrongState."""
    check_can_collect(by)
    held = locked_rumour(rumour)
    if Sighting.objects.filter(client_key=client_key).exists():
        return held
    check_takes_facts(held)
    _check_moment(seen.seen_at)
    _see(held, seen, key=client_key, by=by)
    return held


@transaction.atomic
def collect(*, rumour: Rumour, found: Found, client_key: uuid.UUID, by: User) -> Evidence:
    """Keep what was found out, numbers of persons masked. Raises Refused, Invalid, WrongState."""
    check_can_collect(by)
    held = locked_rumour(rumour)
    known = Evidence.objects.filter(client_key=client_key).first()
    if known is not None:
        return known
    check_takes_facts(held)
    if found.dated > clock.today():
        raise Invalid(_("Evidence cannot be of a day to come."))
    row = Evidence(
        client_key=client_key, rumour=held, kind=found.kind, source=_line(found.source),
        dated=found.dated, text=mask_text(paragraphs(found.text)), link=found.link,
        collected_by=by, collected_at=clock.now(),
    )  # fmt: skip
    check_fields(row)
    insert(row)
    note(held, "collect", by=by, kind=found.kind)
    return row


@transaction.atomic
def revise(*, rumour: Rumour, claim: str, version: int, by: User) -> Rumour:
    """Put the claim into other words. Raises Refused, Invalid, WrongState, Conflict where somebody
    changed it since `version`."""
    check_can_collect(by)
    held = locked_rumour(rumour)
    check_takes_facts(held)
    if held.version != version:
        raise Conflict(
            _("Somebody else has changed this meanwhile. Copy what you typed, load the page again "
              "and compare.")
        )  # fmt: skip
    held.claim, held.version = _line(claim), held.version + 1
    save_checked(held)
    note(held, "revise", by=by)
    return held


@transaction.atomic
def link_story(*, rumour: Rumour, story: Story, by: User) -> None:
    """The story tells the claim, or is corrected by the answer: it bears the answer on top.

    Raises Refused.
    """
    check_can_collect(by)
    held = locked_rumour(rumour)
    _row, is_new = RumourStory.objects.get_or_create(
        rumour=held, story=story, defaults={"linked_by": by}
    )
    if is_new:
        note(held, "link", by=by, story=story.pk)
        write_after(held, stories=[story])


@transaction.atomic
def unlink_story(*, rumour: Rumour, story: Story, by: User) -> None:
    """They have nothing to do with each other; unlinked already is as good. Raises Refused."""
    check_can_collect(by)
    held = locked_rumour(rumour)
    gone, _rows = RumourStory.objects.filter(rumour=held, story=story).delete()
    if gone:
        note(held, "unlink", by=by, story=story.pk)
        write_after(held, stories=[story])


@transaction.atomic
def file_rumour(*, rumour: Rumour, reason: str, by: User) -> Rumour:
    """It is not worth an answer; whoever told of it reads why.

    Raises Refused, WrongState, Conflict, Invalid.
    """
    held = locked_rumour(rumour)
    check_can_file(by, rumour=held)
    why = kept_reason(reason, missing=_("Say in a few words why; those who sent it will read it."))
    held.state = check_rumour_transition("file", held.state)
    held.reason, held.ended_at = why, clock.now()
    held.save(update_fields=["state", "reason", "ended_at"])
    note(held, "file", by=by, reason=why)
    tell_senders(held, Outcome.RUMOUR_CLOSED, by=by, answer=why)
    return held


@transaction.atomic
def reopen(*, rumour: Rumour, reason: str, by: User) -> Rumour:
    """Look into it once more. Raises Refused, WrongState, Invalid."""
    held = locked_rumour(rumour)
    check_can_reopen(by, rumour=held)
    why = kept_reason(reason, missing=_("Say in a few words why; the journal keeps it."))
    held.state = check_rumour_transition("reopen", held.state)
    held.reason, held.ended_at = "", None
    held.save(update_fields=["state", "reason", "ended_at"])
    note(held, "reopen", by=by, reason=why)
    tell_senders(held, Outcome.RUMOUR_OPENED, by=by)
    return held


def locked_rumour(rumour: Rumour) -> Rumour:
    """The row as it is now, locked until the transaction ends: every verb on it or on its answers
    begins here."""
    return Rumour.objects.select_for_update(of=("self",)).get(pk=rumour.pk)


def note(rumour: Rumour, verb: str, *, by: Actor, **detail: Any) -> None:
    """A line in the journal of what `verb` did."""
    journal.write(verb=JOURNAL[verb], subject=rumour, by=by, detail=detail)


def tell_senders(
    rumour: Rumour, outcome: Outcome, *, by: Actor, title: str = "", link: str = "",
    answer: str = "",
) -> None:  # fmt: skip
    """Whoever sent a report of it reads what became of that."""
    for report in _reports_of(rumour):
        settle(
            report=report, thing=rumour.thing, outcome=outcome, by=by,
            title=title or rumour.claim, link=link, answer=answer,
        )  # fmt: skip


def _reports_of(rumour: Rumour) -> Iterable[Report]:
    return Report.objects.filter(sightings__rumour=rumour).order_by("pk")


def _join(rumour: Rumour, report: Report, channel: str, by: User) -> Rumour:
    """The sender reads how it stands: looked into, or what the answer is already."""
    seen_at = min(report.occurred_at or report.received_at, clock.now())
    _see(
        rumour, Seen(channel=channel, seen_at=seen_at), by=by, report=report,
        key=uuid.uuid5(rumour.client_key, f"report/{report.pk}"),
    )  # fmt: skip
    settle(
        report=report, thing=rumour.thing, outcome=Outcome.RUMOUR_OPENED, by=by, title=rumour.claim
    )
    public = rumour.public_answer
    if public is not None:
        settle(report=report, thing=rumour.thing, by=by, **public_news(public))
    return rumour


def public_news(answer: Answer) -> dict[str, Any]:
    """What senders read once an answer stands in public."""
    # stored for whoever sent it, whatever language the reviewer's pages are in
    with override("zh-hans"):
        title = str(answer)[:200]
    return {
        "outcome": Outcome.RUMOUR_ANSWERED,
        "title": title,
        "link": public_url(answer.public_path()),
        "answer": answer.text,
    }


def _see(
    rumour: Rumour, seen: Seen, *, key: uuid.UUID, by: User, report: Report | None = None
) -> None:
    row = Sighting(
        client_key=key, rumour=rumour, report=report, channel=seen.channel,
        place=_line(seen.place), seen_at=seen.seen_at, readers=seen.readers, link=seen.link,
        noted_by=by, noted_at=clock.now(),
    )  # fmt: skip
    check_fields(row)
    insert(row)
    if seen.seen_at < rumour.first_seen_at:
        rumour.first_seen_at, rumour.channel = seen.seen_at, seen.channel
        rumour.save(update_fields=["first_seen_at", "channel"])
    note(rumour, "sight", by=by, channel=seen.channel, **_number(report))


def _number(report: Report | None) -> dict[str, str]:
    return {"report": report.number} if report is not None else {}


def _check_moment(moment: datetime) -> None:
    if moment > clock.now() + _AHEAD:
        raise Invalid(_("It cannot have been seen in the future."))


def _line(text: str) -> str:
    """One line, without numbers of persons."""
    return mask_text(one_line(text))
