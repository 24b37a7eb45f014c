"""Writes of this room: `letters.actions.verb(*, thing, …, by)`."""

from qixin.letters.actions.addressing import add_addressee, set_series
from qixin.letters.actions.answering import Answer, Upload, answer, note_opened
from qixin.letters.actions.deciding import check, discard, recall, send_back, submit
from qixin.letters.actions.delivering import deliver, deliver_waiting
from qixin.letters.actions.drafting import Text, draft, revise
from qixin.letters.actions.linking import renew_link, revoke_link
from qixin.letters.actions.reminding import remind
from qixin.letters.actions.sending import send
from qixin.letters.actions.signing import sign
from qixin.letters.actions.unmasking import note_file_opened, unmask

__all__ = [
    "Answer",
    "Text",
    "Upload",
    "add_addressee",
    "answer",
    "check",
    "deliver",
    "deliver_waiting",
    "discard",
    "draft",
    "note_file_opened",
    "note_opened",
    "recall",
    "remind",
    "renew_link",
    "revise",
    "revoke_link",
    "send",
    "send_back",
    "set_series",
    "sign",
    "submit",
    "unmask",
]
