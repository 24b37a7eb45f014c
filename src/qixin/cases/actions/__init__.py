"""Writes of this room: `cases.actions.verb(*, thing, …, by)`."""

from qixin.cases.actions.answering import answer, confirm, send_back
from qixin.cases.actions.contacts import Contact, unmask_contact
from qixin.cases.actions.ending import close, hand_back
from qixin.cases.actions.handling import accept, add_note
from qixin.cases.actions.hearing import hear_answer
from qixin.cases.actions.opening import open_from_report, undo_open
from qixin.cases.actions.opening_several import (
    Opened,
    Undone,
    open_for_each,
    open_together,
    undo_open_of_each,
)
from qixin.cases.actions.stepping import locked

__all__ = [
    "Contact",
    "Opened",
    "Undone",
    "accept",
    "add_note",
    "answer",
    "close",
    "confirm",
    "hand_back",
    "hear_answer",
    "locked",
    "open_for_each",
    "open_from_report",
    "open_together",
    "send_back",
    "undo_open",
    "undo_open_of_each",
    "unmask_contact",
]
