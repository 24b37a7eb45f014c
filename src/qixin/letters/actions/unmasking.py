"""Showing whoever answered in clear, and opening the files of an answer: both journaled."""

from __future__ import annotations

from django.db import transaction

from qixin.core import journal
from qixin.core.personal_data import find_personal_data
from qixin.letters.actions.stepping import said
from qixin.letters.models import Reply, ReplyFile
from qixin.letters.policies import check_can_unmask
from qixin.letters.workflow import JOURNAL
from qixin.people.models import User


@transaction.atomic
def unmask(*, reply: Reply, reason: str, by: User) -> str:
    """Name, telephone, and the numbers in the answer's text. Raises Refused, Invalid."""
    letter = reply.recipient.letter
    check_can_unmask(by, letter=letter)
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
