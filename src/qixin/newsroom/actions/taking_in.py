"""Readers' messages and entries: a report that is followed, and what may be shown of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.actors import RESIDENT
from qixin.core.errors import Invalid
from qixin.core.plain_text import one_line
from qixin.newsroom.as_shown import as_shown, name_as_shown
from qixin.newsroom.models import CallEntry, CallOut, Column, ReaderMessage, Story, Topic
from qixin.newsroom.models.addresses import public_url
from qixin.newsroom.models.messages import LONGEST_MESSAGE, LONGEST_SHOWN_NAME
from qixin.newsroom.policies.readers import check_takes_entries
from qixin.newsroom.workflow.readers import JOURNAL
from qixin.reports.actions import Received, Reference, Submission, receive
from qixin.reports.enums import Consent, PicturesUse, Purpose, Source
from qixin.reports.models import Report
from qixin.reports.places import Place


@dataclass(frozen=True)
class Said:
    """What a reader writes. `client_key` is made by the form: the same key again is the same."""

    client_key: uuid.UUID
    text: str
    may_show: bool = False
    shown_name: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    place: Place | None = None
    address: str = ""
    has_pictures: bool = False


def send_to_desk(*, page: Story | Column | Topic, purpose: Purpose, said: Said) -> Received:
    """A message, an offer of help or a call for it, written at `page`; it waits in the triage.

    A message also waits to be shown and answered. Raises Invalid, Conflict, StorageFull.
    """
    if len(said.text) > LONGEST_MESSAGE:
        raise Invalid(
            _("Please say it in at most %(most)d characters.") % {"most": LONGEST_MESSAGE}
        )
    may_show = said.may_show and purpose == Purpose.MESSAGE
    reference = Reference(
        thing=page.thing,
        purpose=purpose,
        title=title_of(page),
        link=public_url(page.public_path()),
        consent=Consent.GIVEN if may_show else Consent.NONE,
    )
    received = receive(submission=_submission(said, reference), by=RESIDENT)
    if purpose == Purpose.MESSAGE:
        _kept_once(
            received.report,
            ReaderMessage,
            partial(_message, page=page, said=said),
        )
    return received


def send_entry(*, call: CallOut, said: Said) -> Received:
    """What somebody sends in for a call-out. Raises as above, Conflict where it is not open."""
    known = Report.objects.filter(client_key=said.client_key).exists()
    if not known:
        # sent before the deadline and repeated after it: it is taken already
        check_takes_entries(call)
    if not said.may_show:
        raise Invalid(_("Please agree to the terms: what is sent in is meant to be shown."))
    reference = Reference(
        thing=call.thing,
        purpose=Purpose.ENTRY,
        title=call.title,
        link=public_url(call.public_path()),
        consent=Consent.GIVEN,
    )
    submission = replace(
        _submission(said, reference),
        pictures_use=PicturesUse.ALLOWED if said.has_pictures else PicturesUse.UNSAID,
    )
    received = receive(submission=submission, by=RESIDENT)
    _kept_once(received.report, CallEntry, partial(_entry, call=call, said=said))
    return received


def title_of(page: Any) -> str:
    """A story's title, or a section's name."""
    return str(page.title if isinstance(page, Story) else page.name)


def _submission(said: Said, about: Reference) -> Submission:
    return Submission(
        client_key=said.client_key,
        source=Source.PUBLIC,
        text=said.text,
        place=said.place or Place(),
        address=one_line(said.address),
        contact_name=one_line(said.contact_name),
        contact_phone=said.contact_phone,
        has_attachments=said.has_pictures,
        about=about,
    )


def _kept_once(report: Report, model: Any, made: Any) -> None:
    """The row beside the report; a report whose row was not written yet gets it at the retry."""
    with transaction.atomic():
        row, is_new = model.objects.get_or_create(report=report, defaults=made(report))
        if is_new:
            detail = {"report": report.number}
            journal.write(verb=JOURNAL["receive"], subject=row, by=RESIDENT, detail=detail)


def _message(report: Report, *, page: Any, said: Said) -> dict[str, Any]:
    return {
        "page_id": page.pk,
        "words": as_shown(report.text),
        "name": name_as_shown(said.shown_name)[:LONGEST_SHOWN_NAME],
        "sent_at": report.received_at,
    }


def _entry(report: Report, *, call: CallOut, said: Said) -> dict[str, Any]:
    return {
        "call": call,
        "words": as_shown(report.text)[:LONGEST_MESSAGE],
        "name": name_as_shown(said.shown_name)[:LONGEST_SHOWN_NAME],
        "sent_at": report.received_at,
    }
