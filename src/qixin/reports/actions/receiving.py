"""Taking in a report: acknowledged only once it is durable, and once only."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qixin.core import clock, ids, journal
from qixin.core.actors import Actor
from qixin.core.encryption import keyed_hash
from qixin.core.errors import Conflict, Invalid
from qixin.core.group_commit import GroupCommit
from qixin.core.insertion import insert
from qixin.core.storage_faults import full_disk_told
from qixin.people.models import Person
from qixin.reports.enums import Consent, PicturesUse, Purpose, Source, Urgency
from qixin.reports.models import About, Group, Report
from qixin.reports.models.reports import LONGEST_TEXT
from qixin.reports.places import Place
from qixin.reports.signals import report_received
from qixin.reports.workflow import JOURNAL

_commits: GroupCommit[Report | None] = GroupCommit()


@dataclass(frozen=True)
class Reference:
    """The page at which it was written, named as settlements name things, and what for."""

    thing: str
    purpose: Purpose
    title: str = ""
    link: str = ""
    consent: Consent = Consent.NONE


@dataclass(frozen=True)
class Submission:
    """What somebody sends. `client_key` is made by the sender and names the report for good."""

    client_key: uuid.UUID
    source: Source
    text: str
    occurred_at: datetime | None = None
    place: Place = field(default_factory=Place)
    address: str = ""
    service_code: str = ""
    urgency: Urgency = Urgency.NORMAL
    sender: Person | None = None
    group: Group | None = None
    contact_name: str = ""
    contact_phone: str = ""
    has_attachments: bool = False
    pictures_use: PicturesUse = PicturesUse.UNSAID
    about: Reference | None = None


@dataclass(frozen=True)
class Received:
    """The acknowledgement. `follow_code` is the same each time the same key is sent again."""

    report: Report
    is_new: bool
    follow_code: str


def receive(*, submission: Submission, by: Actor) -> Received:
    """Store the report durably and return its number; the same key again returns the same report.

    Raises Invalid for an empty or overlong text, Conflict where the key belongs to somebody else's
    report, StorageFull where there is no room; then nothing is kept.
    """
    check_submission(submission)
    code = follow_code(submission.client_key)
    with full_disk_told():
        report = _stored(submission, code, by)
    if report is not None:
        return Received(report, True, code)
    known = Report.objects.get(client_key=submission.client_key)
    if known.sender_id != (submission.sender.pk if submission.sender else None):
        raise Conflict(_("This report was already sent by somebody else."), kept=submission.text)
    return Received(known, False, code)


def check_submission(submission: Submission) -> None:
    """Raises Invalid with a sentence for the sender."""
    if not submission.text.strip() and not submission.has_attachments:
        raise Invalid(_("Write a few words, or add a photo."))
    if len(submission.text) > LONGEST_TEXT:
        raise Invalid(
            _("The text has %(length)d characters; at most %(most)d fit in one report. "
              "Please shorten it or send it in parts.")
            % {"length": len(submission.text), "most": LONGEST_TEXT}
        )  # fmt: skip


def follow_code(client_key: uuid.UUID) -> str:
    """The code with which a resident looks a report up; derived, so that a retry gets it again."""
    digest = int(keyed_hash(client_key.hex, purpose="follow-code"), 16)
    return "".join(ids.ALPHABET[(digest >> (5 * n)) % 32] for n in range(8))


def _stored(submission: Submission, code: str, by: Actor) -> Report | None:
    """The new report; None where its key is known."""
    try:
        return _commits.run(partial(_store, build(submission, code), submission.about, by))
    except IntegrityError:
        # The one chance in a billion: the number was taken; a second draw is another one.
        return _commits.run(partial(_store, build(submission, code), submission.about, by))


def _store(report: Report, about: Reference | None, by: Actor) -> Report | None:
    # Nearly every report is new, so the database's constraint is asked, not a query before it.
    if not insert(report, unless_known="client_key"):
        return None
    if about is not None:
        insert(
            About(
                report=report,
                purpose=about.purpose,
                thing=about.thing,
                title=about.title[:200],
                link=about.link,
                consent=about.consent,
            )
        )
    journal.write(verb=JOURNAL["receive"], subject=report, by=by, detail={"source": report.source})
    transaction.on_commit(lambda: report_received.send(sender=Report, report=report))
    return report


def build(submission: Submission, code: str) -> Report:
    """The row for a submission, not yet saved; imports build thousands and insert them at once."""
    received_at = clock.now()
    place = submission.place
    return Report(
        number=ids.new_number("R", received_at),
        client_key=submission.client_key,
        source=submission.source,
        sender=submission.sender,
        group=submission.group,
        contact_name=submission.contact_name,
        contact_phone=submission.contact_phone,
        follow_code_hash=keyed_hash(code, purpose="follow-code"),
        # PostgreSQL cannot store NUL, and no reader needs one.
        text=submission.text.replace("\0", "").strip(),
        service_code=submission.service_code,
        # A phone whose clock runs ahead would put its reports on top of every list.
        occurred_at=min(submission.occurred_at or received_at, received_at),
        received_at=received_at,
        lng=place.coordinate.lng if place.coordinate else None,
        lat=place.coordinate.lat if place.coordinate else None,
        precision=place.precision,
        address=submission.address[:200],
        town=place.town,
        community=place.community,
        urgency=submission.urgency,
        pictures_use=submission.pictures_use,
    )
