"""Writes of this room: `cases.actions.verb(*, thing, …, by)`."""

from qixin.cases.actions.answering import (
    answer,
    confirm,
    confirm_for_asker,
    send_back,
    send_back_for_asker,
)
from qixin.cases.actions.attaching import note_file_opened
from qixin.cases.actions.contacts import Contact, unmask_contact
from qixin.cases.actions.ending import close, hand_back, lapse_silent
from qixin.cases.actions.entering import (
    Difficulty,
    Entered,
    Promised,
    ask_after_visit,
    ask_for,
    record_visit,
    take_call,
)
from qixin.cases.actions.escalating import escalate_overdue
from qixin.cases.actions.exporting import export_cases
from qixin.cases.actions.handling import accept, add_note, ask, hear_sender, reply, resume, speak
from qixin.cases.actions.hearing import hear_answer
from qixin.cases.actions.offering import offer_to_newsroom
from qixin.cases.actions.opening import open_from_report, undo_open
from qixin.cases.actions.opening_several import (
    Opened,
    Undone,
    open_for_each,
    open_together,
    undo_open_of_each,
)
from qixin.cases.actions.outcomes import (
    Result,
    appeal,
    decide_exclusion,
    record_outcome,
    request_exclusion,
    strike_outcome,
)
from qixin.cases.actions.parts import (
    accept_part,
    finish_part,
    hand_back_part,
    offer_part,
    return_part,
    start_part,
    uphold_part,
    withdraw_part,
)
from qixin.cases.actions.services import pass_on_types
from qixin.cases.actions.settings import TypeGiven, set_template, set_type
from qixin.cases.actions.steering import (
    change_terms,
    decide,
    leave_unit,
    merge,
    move,
    reopen,
    split,
)
from qixin.cases.actions.stepping import locked

__all__ = [
    "Contact",
    "Difficulty",
    "Entered",
    "Opened",
    "Promised",
    "Result",
    "TypeGiven",
    "Undone",
    "accept",
    "accept_part",
    "add_note",
    "answer",
    "appeal",
    "ask",
    "ask_after_visit",
    "ask_for",
    "change_terms",
    "close",
    "confirm",
    "confirm_for_asker",
    "decide",
    "decide_exclusion",
    "escalate_overdue",
    "export_cases",
    "finish_part",
    "hand_back",
    "hand_back_part",
    "hear_answer",
    "hear_sender",
    "lapse_silent",
    "leave_unit",
    "locked",
    "merge",
    "move",
    "note_file_opened",
    "offer_part",
    "offer_to_newsroom",
    "open_for_each",
    "open_from_report",
    "open_together",
    "pass_on_types",
    "record_outcome",
    "record_visit",
    "reopen",
    "reply",
    "request_exclusion",
    "resume",
    "return_part",
    "send_back",
    "send_back_for_asker",
    "set_template",
    "set_type",
    "speak",
    "split",
    "start_part",
    "strike_outcome",
    "take_call",
    "undo_open",
    "undo_open_of_each",
    "unmask_contact",
    "uphold_part",
    "withdraw_part",
]
