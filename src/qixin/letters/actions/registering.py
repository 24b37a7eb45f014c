"""Letters that come in: registered by a desk, corrected before anybody works on them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qixin.core import clock, ids, journal
from qixin.core.calendar_days import working_calendar
from qixin.core.errors import Conflict, Invalid
from qixin.core.kept_files import shown_name, stored
from qixin.core.saving import save_checked
from qixin.letters.actions.answering import Upload
from qixin.letters.admitting import MOST_FILES, Admitted, admit
from qixin.letters.clocks import MOST_DAYS, USUAL_DAYS, nth_working_day
from qixin.letters.models import Addressee, Incoming, IncomingFile
from qixin.letters.models.incoming import LONGEST_SUBJECT, LONGEST_TEXT, LONGEST_THEIR_NUMBER
from qixin.letters.models.replies import reply_storage
from qixin.letters.policies import check_can_deal_with, check_can_register, check_incoming
from qixin.letters.workflow import JOURNAL
from qixin.people.models import Unit, User

# Whoever registers an older one has mistyped its year.
_OLDEST = timedelta(days=730)


@dataclass(frozen=True)
class CameIn:
    """What the register holds of a letter. `received_on` starts its clock."""

    sender: Addressee
    subject: str
    kind: str
    received_on: date
    text: str = ""
    their_number: str = ""
    dated: date | None = None
    working_days: int = USUAL_DAYS


def register(
    *, desk: Unit, given: CameIn, by: User, key: uuid.UUID, files: Sequence[Upload] = ()
) -> Incoming:
    """Enter a letter at `desk`, which answers it until it is given to another unit. Asked again
    with the same key gives the same one.

    Raises Refused, Invalid, TooLarge, Conflict where the sender's number is entered already.
    """
    check_can_register(by, desk=desk)
    if there := Incoming.objects.filter(key=key, registered_by=by).first():
        return there
    given = _cleaned(given)
    if len(files) > MOST_FILES:
        raise Invalid(_("At most %(n)d files fit in one letter.") % {"n": MOST_FILES})
    admitted = [(upload, admit(upload.file, size=upload.size)) for upload in files]
    contents = [(upload.file, found.extension) for upload, found in admitted]
    with stored(contents, storage=reply_storage(), folder="incoming") as names:
        return _enter(desk, given, by, key, list(zip(admitted, names, strict=True)))


@transaction.atomic
def correct(*, incoming: Incoming, given: CameIn, version: int, by: User) -> Incoming:
    """Correct what was entered, before a unit works on it; its day to be answered moves along.

    Raises Refused, WrongState, Invalid, Conflict where somebody else has corrected it since
    `version`, or where the sender's number is entered already.
    """
    held = locked_incoming(incoming)
    check_can_deal_with(by, incoming=held)
    check_incoming("correct", held.state)
    if held.version != version:
        raise Conflict(
            _("Somebody else has changed this letter meanwhile. Look at it before you save yours."),
            kept=given.text,
        )
    for name, value in vars(_cleaned(given)).items():
        setattr(held, name, value)
    held.due_on = _due(given)
    held.version += 1
    _save(held)
    journal.write(verb=JOURNAL["correct"], subject=held, by=by, detail={"due_on": f"{held.due_on}"})
    return held


def locked_incoming(incoming: Incoming) -> Incoming:
    """The row as it is now, locked until the transaction ends."""
    return (
        Incoming.objects.select_for_update(of=("self",))
        .select_related("unit__area", "desk__area", "sender")
        .get(pk=incoming.pk)
    )


@transaction.atomic
def _enter(
    desk: Unit,
    given: CameIn,
    by: User,
    key: uuid.UUID,
    kept: list[tuple[tuple[Upload, Admitted], str]],
) -> Incoming:
    now = clock.now()
    made = Incoming(
        number=ids.new_number("N", now), key=key, desk=desk, unit=desk, **vars(given),
        due_on=_due(given), registered_by=by, registered_at=now,
    )  # fmt: skip
    _save(made)
    IncomingFile.objects.bulk_create(
        IncomingFile(
            incoming=made, name=shown_name(upload.name, found.extension), stored=name,
            mime=found.mime, size=found.size, sha256=found.sha256,
        )
        for (upload, found), name in kept
    )  # fmt: skip
    detail = {"unit": desk.pk, "files": len(kept), "due_on": f"{made.due_on}"}
    journal.write(verb=JOURNAL["register"], subject=made, by=by, detail=detail)
    return made


def _save(row: Incoming) -> None:
    try:
        with transaction.atomic():
            save_checked(row)
    except IntegrityError:
        raise Conflict(
            _("A letter of this sender with this number is registered already."), kept=row.text
        ) from None


def _due(given: CameIn) -> date:
    return nth_working_day(given.received_on, given.working_days, working_calendar())


def _cleaned(given: CameIn) -> CameIn:
    subject = " ".join(given.subject.replace("\0", "").split())
    text = given.text.replace("\0", "").strip()
    number = "".join(given.their_number.replace("\0", "").split())
    today = clock.today()
    if not subject or len(subject) > LONGEST_SUBJECT:
        raise Invalid(_("A subject has 1 to %(n)d characters.") % {"n": LONGEST_SUBJECT})
    if len(text) > LONGEST_TEXT or len(number) > LONGEST_THEIR_NUMBER:
        raise Invalid(_("This text is too long."))
    if not today - _OLDEST <= given.received_on <= today:
        raise Invalid(_("A letter was received today or before, within two years."))
    if given.dated and given.dated > given.received_on:
        raise Invalid(_("A letter is not dated after the day on which it was received."))
    if not 1 <= given.working_days <= MOST_DAYS:
        raise Invalid(_("There are 1 to %(n)d working days to answer.") % {"n": MOST_DAYS})
    return replace(given, subject=subject, text=text, their_number=number)
