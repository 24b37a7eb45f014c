"""Writes of this room: `reports.actions.verb(*, thing, …, by)`."""

from qixin.reports.actions.answering import answer_question, confirm_answer, send_back_answer
from qixin.reports.actions.attaching import Upload, attach, attach_sent, note_original_opened
from qixin.reports.actions.consenting import withdraw_consent
from qixin.reports.actions.exporting import export
from qixin.reports.actions.membership import (
    confirm,
    confirm_all,
    decline,
    join,
    join_as_new,
    join_proven,
    leave,
)
from qixin.reports.actions.preparing import prepare
from qixin.reports.actions.receiving import (
    Received,
    Reference,
    Submission,
    check_submission,
    follow_code,
    receive,
)
from qixin.reports.actions.settling import settle, settle_held, unsettle
from qixin.reports.actions.triaging import (
    BulkResult,
    claim,
    correct,
    file,
    in_bulk,
    merge,
    release,
    undo,
)
from qixin.reports.actions.unmasking import unmask_contact, unmask_text

__all__ = [
    "BulkResult",
    "Received",
    "Reference",
    "Submission",
    "Upload",
    "answer_question",
    "attach",
    "attach_sent",
    "check_submission",
    "claim",
    "confirm",
    "confirm_all",
    "confirm_answer",
    "correct",
    "decline",
    "export",
    "file",
    "follow_code",
    "in_bulk",
    "join",
    "join_as_new",
    "join_proven",
    "leave",
    "merge",
    "note_original_opened",
    "prepare",
    "receive",
    "release",
    "send_back_answer",
    "settle",
    "settle_held",
    "undo",
    "unmask_contact",
    "unmask_text",
    "unsettle",
    "withdraw_consent",
]
