"""Writes of this room: `letters.actions.verb(*, thing, …, by)`."""

from qixin.letters.actions.addressing import (
    add_addressee,
    clean_name,
    retire_addressee,
    revise_addressee,
    set_series,
)
from qixin.letters.actions.answering import Answer, Upload, answer, note_opened
from qixin.letters.actions.deciding import check, discard, recall, send_back, submit
from qixin.letters.actions.delivering import deliver, deliver_waiting
from qixin.letters.actions.drafting import Text, draft, revise
from qixin.letters.actions.erasing import erase_answerers
from qixin.letters.actions.linking import renew_link, revoke_link
from qixin.letters.actions.registering import CameIn, correct, register
from qixin.letters.actions.reminding import remind
from qixin.letters.actions.sending import send
from qixin.letters.actions.settling import assign, file_away, match, tell_overdue
from qixin.letters.actions.signing import sign
from qixin.letters.actions.templating import (
    add_template,
    bring_back_template,
    checked_words,
    retire_template,
    revise_template,
)
from qixin.letters.actions.unmasking import (
    note_file_opened,
    note_incoming_file_opened,
    note_incoming_opened,
    unmask,
)

__all__ = [
    "Answer",
    "CameIn",
    "Text",
    "Upload",
    "add_addressee",
    "add_template",
    "answer",
    "assign",
    "bring_back_template",
    "check",
    "checked_words",
    "clean_name",
    "correct",
    "deliver",
    "deliver_waiting",
    "discard",
    "draft",
    "erase_answerers",
    "file_away",
    "match",
    "note_file_opened",
    "note_incoming_file_opened",
    "note_incoming_opened",
    "note_opened",
    "recall",
    "register",
    "remind",
    "renew_link",
    "retire_addressee",
    "retire_template",
    "revise",
    "revise_addressee",
    "revise_template",
    "revoke_link",
    "send",
    "send_back",
    "set_series",
    "sign",
    "submit",
    "tell_overdue",
    "unmask",
]
