"""Showing whoever answered in clear, and opening the files of an answer: both journaled."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.errors import WrongState
from qixin.core.personal_data import find_personal_data
from qixin.letters.actions.stepping import said
from qixin.letters.models import Incoming, IncomingFile, Reply, ReplyFile
from qixin.letters.policies import check_can_open_files, check_can_unmask
from qixin.letters.workflow import JOURNAL
from qixin.people.models import User


@transaction.atomic
def unmask(*, reply: Reply, reason: str, by: User) -> str:
    """Name, telephone, and the numbers in the answer's text. Raises Refused, Invalid,
    WrongState once they have been erased."""
    letter = reply.recipient.letter
    check_can_unmask(by, letter=letter)
    if reply.answerer_erased_at is not None:
        raise WrongState(_("Name and telephone have been erased: the link ended long ago."))
    detail = {"field": "answerer", "recipient": reply.recipient_id, "reason": said(reason)}
    journal.write(verb=JOURNAL["unmask"], subject=letter, by=by, detail=detail)
    numbers = [found.text for found in find_personal_data(reply.text)]
    return " · ".join([reply.answerer_name, reply.answerer_phone, *numbers])


@transaction.atomic
def note_file_opened(*, file: ReplyFile, by: User) -> None:
    """A file may hold anything: whoever opens it may see numbers in full, and leaves a line.

    Raises Refused.
    """
    reply = file.reply
    check_can_unmask(by, letter=reply.recipient.letter)
    detail = {"recipient": reply.recipient_id, "file": file.pk}
    journal.write(verb=JOURNAL["open_file"], subject=reply.recipient.letter, by=by, detail=detail)


@transaction.atomic
def note_incoming_file_opened(*, file: IncomingFile, by: User) -> None:
    """As with the file of an answer. Raises Refused."""
    check_can_open_files(by, incoming=file.incoming)
    detail = {"file": file.pk}
    journal.write(verb=JOURNAL["open_incoming_file"], subject=file.incoming, by=by, detail=detail)


@transaction.atomic
def note_incoming_opened(*, incoming: Incoming, by: User) -> None:
    """Its words stand unmasked in the form that corrects them. The caller has checked who may."""
    journal.write(verb=JOURNAL["open_incoming"], subject=incoming, by=by)
