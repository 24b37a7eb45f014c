"""Writing a letter, and changing it before it is signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, ids, journal
from qixin.core.errors import Invalid
from qixin.letters.actions.stepping import locked, step
from qixin.letters.models import Addressee, Incoming, Letter, Recipient, Series
from qixin.letters.models.letters import LONGEST_BODY, LONGEST_LIST, LONGEST_TITLE
from qixin.letters.policies import check_can_draft, check_can_handle
from qixin.letters.workflow import JOURNAL
from qixin.people.models import Unit, User


@dataclass(frozen=True)
class Text:
    """What is written. `attachments` and `copies_to` name one a line; recipients in their order."""

    series: Series
    title: str
    body: str
    recipients: Sequence[Addressee] = field(default_factory=tuple)
    attachments: str = ""
    copies_to: str = ""
    case_number: str = ""
    answers: Incoming | None = None


@transaction.atomic
def draft(*, unit: Unit, text: Text, by: User) -> Letter:
    """Begin a letter in the name of `unit`. Raises Refused, Invalid.

    Recipients may be chosen later; without one it cannot be handed in.
    """
    check_can_draft(by, unit=unit)
    text, now = _cleaned(text), clock.now()
    letter = Letter.objects.create(
        number=ids.new_number("L", now),
        unit=unit,
        **_columns(text),
        drafted_by=by,
        drafted_at=now,
        revised_by=by,
    )
    _address(letter, text.recipients)
    detail: dict[str, object] = {"unit": unit.pk, "recipients": len(text.recipients)}
    detail |= {"case": text.case_number} if text.case_number else {}
    journal.write(verb=JOURNAL["draft"], subject=letter, by=by, detail=detail)
    return letter


@transaction.atomic
def revise(*, letter: Letter, text: Text, by: User) -> Letter:
    """Change a letter that is not signed; it is checked again. Raises Refused, WrongState."""
    held = locked(letter)
    check_can_handle(by, letter=held)
    text = _cleaned(text)
    changes = _columns(replace(text, answers=held.answers)) | {
        "revised_by": by,
        "checked_by": None,
        "checked_at": None,
    }
    step(held, "revise", by=by, **changes, told={"recipients": len(text.recipients)})
    held.recipients.all().delete()
    _address(held, text.recipients)
    return held


def _columns(text: Text) -> dict[str, object]:
    return {name: value for name, value in vars(text).items() if name != "recipients"}


def _address(letter: Letter, recipients: Sequence[Addressee]) -> None:
    Recipient.objects.bulk_create(
        Recipient(letter=letter, addressee=one, position=at)
        for at, one in enumerate(dict.fromkeys(recipients))
    )


def _cleaned(text: Text) -> Text:
    title, body = cleaned_words(text.title, text.body)
    attachments, copies = "\n".join(_lines(text.attachments)), "\n".join(_lines(text.copies_to))
    if max(len(attachments), len(copies)) > LONGEST_LIST:
        raise Invalid(_("The lists of attachments and copies are too long."))
    number = ids.normalise_number(text.case_number)[:20]
    return replace(
        text, title=title, body=body, attachments=attachments, copies_to=copies, case_number=number
    )


def cleaned_words(title: str, body: str) -> tuple[str, str]:
    """Title and body as they are kept. Raises Invalid for blank or too long ones."""
    title = " ".join(title.replace("\0", "").split())
    body = "\n".join(_lines(body))
    if not title or len(title) > LONGEST_TITLE:
        raise Invalid(_("A title has 1 to %(n)d characters.") % {"n": LONGEST_TITLE})
    if not body or len(body) > LONGEST_BODY:
        raise Invalid(_("A letter has 1 to %(n)d characters.") % {"n": LONGEST_BODY})
    return title, body


def _lines(text: str) -> list[str]:
    lines = (line.strip() for line in text.replace("\0", "").splitlines())
    return [line for line in lines if line]
