"""An answer by a recipient's link, without an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.actors import RESIDENT
from qixin.core.errors import Invalid
from qixin.core.kept_files import shown_name, stored
from qixin.letters.admitting import MOST_FILES, Admitted, admit
from qixin.letters.models import Letter, Recipient, Reply, ReplyFile
from qixin.letters.models.replies import LONGEST_ANSWER, reply_storage
from qixin.letters.policies import check_link
from qixin.letters.signals import reply_received
from qixin.letters.workflow import JOURNAL
from qixin.people.imports import cells

LONGEST_NAME = 64
# Whoever has more to say telephones.
MOST_ANSWERS = 10


@dataclass(frozen=True)
class Upload:
    file: BinaryIO
    name: str
    size: int


@dataclass(frozen=True)
class Answer:
    text: str
    name: str
    phone: str
    files: Sequence[Upload] = field(default_factory=tuple)


def answer(*, recipient: Recipient, given: Answer) -> Reply:
    """Take an answer with its files, all or nothing; each is kept, later ones are marked.

    Raises WrongState where the link takes none any more, Invalid, TooLarge.
    """
    check_link(recipient)
    text, name, phone = _cleaned(given)
    admitted = [(upload, admit(upload.file, size=upload.size)) for upload in given.files]
    contents = [(upload.file, found.extension) for upload, found in admitted]
    with stored(contents, storage=reply_storage(), folder="letters") as names:
        return _record(recipient, (text, name, phone), admitted, names)


@transaction.atomic
def note_opened(*, recipient: Recipient) -> None:
    """The first time a recipient opened the link."""
    Recipient.objects.filter(pk=recipient.pk, opened_at=None).update(opened_at=clock.now())


@transaction.atomic
def _record(
    recipient: Recipient,
    said: tuple[str, str, str],
    admitted: list[tuple[Upload, Admitted]],
    names: list[str],
) -> Reply:
    # The letter first, as everything else that locks both.
    letter = Letter.objects.select_for_update().get(pk=recipient.letter_id)
    held = Recipient.objects.select_for_update().get(pk=recipient.pk)
    held.letter = letter
    check_link(held)
    position, now = held.replies.count(), clock.now()
    if position >= MOST_ANSWERS:
        raise Invalid(_("This letter has been answered many times. Please telephone the sender."))
    text, person, phone = said
    reply = Reply.objects.create(
        recipient=held, position=position, at=now, text=text, answerer_name=person,
        answerer_phone=phone,
    )  # fmt: skip
    ReplyFile.objects.bulk_create(
        ReplyFile(
            reply=reply, name=shown_name(upload.name, found.extension), stored=name,
            mime=found.mime, size=found.size, sha256=found.sha256,
        )
        for (upload, found), name in zip(admitted, names, strict=True)
    )  # fmt: skip
    if held.answered_at is None:
        held.answered_at = now
        held.save(update_fields=["answered_at"])
    detail = {"recipient": held.pk, "answer": position + 1, "files": len(admitted)}
    journal.write(verb=JOURNAL["answer"], subject=letter, by=RESIDENT, detail=detail)
    reply_received.send(sender=Reply, reply=reply)
    return reply


def _cleaned(given: Answer) -> tuple[str, str, str]:
    text = given.text.replace("\0", "").strip()
    name = " ".join(given.name.replace("\0", "").split())
    if not text or len(text) > LONGEST_ANSWER:
        raise Invalid(_("An answer has 1 to %(n)d characters.") % {"n": LONGEST_ANSWER})
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(_("Please give your name."))
    if len(given.files) > MOST_FILES:
        raise Invalid(_("At most %(n)d files fit in one answer.") % {"n": MOST_FILES})
    return text, name, cells.phone(given.phone)
