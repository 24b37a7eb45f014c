"""The states of this room's things; `docs/states/` is generated from here."""

from __future__ import annotations

from qixin.reports.enums import MemberState, Outcome, ReportState

R, M = ReportState, MemberState

# noun → verb → states it may start from → the state it leads to
TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    "report": {
        "pass_on": (frozenset({R.RECEIVED, R.TRIAGED}), R.TRIAGED),
        "merge": (frozenset({R.RECEIVED}), R.MERGED),
        "file": (frozenset({R.RECEIVED}), R.FILED),
        "undo": (frozenset({R.TRIAGED, R.MERGED, R.FILED}), R.RECEIVED),
    },
    "group_member": {
        "confirm": (frozenset({M.PENDING, M.DECLINED}), M.ACTIVE),
        "decline": (frozenset({M.PENDING}), M.DECLINED),
        "leave": (frozenset({M.ACTIVE, M.PENDING}), M.LEFT),
        "ask_again": (frozenset({M.LEFT}), M.PENDING),
    },
}

JOURNAL: dict[str, str] = {
    "pass_on": "reports.passed_on",
    "merge": "reports.merged",
    "file": "reports.filed",
    "undo": "reports.undone",
    "receive": "reports.received",
    "withdraw_consent": "reports.consent_withdrawn",
    "attach": "reports.attached",
    "import_group": "reports.group_imported",
    "prepare": "reports.attachment_prepared",
    "open_original": "reports.original_opened",
    "confirm_answer": "reports.answer_confirmed",
    "send_back_answer": "reports.answer_sent_back",
    "answer_question": "reports.question_answered",
    "claim": "reports.claimed",
    "release": "reports.released",
    "settle": "reports.settled",
    "correct": "reports.corrected",
    "unmask": "reports.contact_unmasked",
    "unmask_text": "reports.text_unmasked",
    "export": "reports.exported",
    "confirm": "reports.member_confirmed",
    "decline": "reports.member_declined",
    "leave": "reports.member_left",
    "ask_again": "reports.member_asked",
}

# Outcomes that the sender is told of.
NOTIFY: frozenset[str] = frozenset(Outcome.values)
