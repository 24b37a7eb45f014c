"""Writes of this room: `cases.actions.verb(*, thing, …, by)`."""

from qixin.cases.actions.answering import answer, confirm, send_back
from qixin.cases.actions.contacts import Contact, unmask_contact
from qixin.cases.actions.ending import close, hand_back
from qixin.cases.actions.handling import accept, add_note
from qixin.cases.actions.opening import open_from_report, undo_open

__all__ = [
    "Contact",
    "accept",
    "add_note",
    "answer",
    "close",
    "confirm",
    "hand_back",
    "open_from_report",
    "send_back",
    "undo_open",
    "unmask_contact",
]
