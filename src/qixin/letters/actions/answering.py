"""An answer by a recipient's link, without an account."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import BinaryIO

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.actors import RESIDENT
from qixin.core.errors import Invalid
from qixin.core.storage_faults import full_disk_told
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
    with full_disk_told(), _stored(admitted) as names:
        return _record(recipient, (text, name, phone), admitted, names)


@transaction.atomic
def note_opened(*, recipient: Recipient) -> None:
    """The first time a recipient opened the link."""
    Recipient.objects.filter(pk=recipient.pk, opened_at=None).update(opened_at=clock.now())


@contextmanager
def _stored(admitted: list[tuple[Upload, Admitted]]) -> Iterator[list[str]]:
    """The files' names in the private storage; removed again if the block fails."""
    storage, names, recorded = reply_storage(), [], False
    try:
        for upload, found in admitted:
            day = clock.local(clock.now())
            wanted = f"letters/{day:%Y/%m/%d}/{uuid.uuid4().hex}{found.extension}"
            names.append(storage.save(wanted, File(upload.file)))
        yield names
        recorded = True
    finally:
        if not recorded:
            for name in names:
                storage.delete(name)


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
    text, name, phone = said
    reply = Reply.objects.create(
        recipient=held, position=position, at=now, text=text, answerer_name=name,
        answerer_phone=phone,
    )  # fmt: skip
    ReplyFile.objects.bulk_create(
        ReplyFile(
            reply=reply, name=_shown_name(upload.name, found), stored=stored, mime=found.mime,
            size=found.size, sha256=found.sha256,
        )
        for (upload, found), stored in zip(admitted, names, strict=True)
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


def _shown_name(name: str, found: Admitted) -> str:
    """The name without a way to a folder, and with the extension of what it is."""
    stem = PurePath(name.replace("\\", "/").replace("\0", "")).stem[:150] or "file"
    return f"{stem}{found.extension}"
