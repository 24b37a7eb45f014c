"""The states of this room's things; `docs/states/` is generated from here."""

from __future__ import annotations

from qixin.cases.enums import AssignmentState, CaseState, ExclusionState

C, A, X = CaseState, AssignmentState, ExclusionState
_WORK = frozenset({C.OPENED, C.IN_PROGRESS, C.SENT_BACK})

# noun → verb → states it may start from → the state it leads to
TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    "case": {
        "accept": (frozenset({C.OPENED, C.SENT_BACK}), C.IN_PROGRESS),
        "ask": (_WORK, C.WAITING),
        "reply": (frozenset({C.WAITING}), C.IN_PROGRESS),
        "resume": (frozenset({C.WAITING}), C.IN_PROGRESS),
        "answer": (_WORK, C.ANSWERED),
        "hand_back": (frozenset({C.OPENED, C.IN_PROGRESS}), C.HANDED_BACK),
        "hand_back_again": (frozenset({C.OPENED, C.IN_PROGRESS}), C.WITH_COMMANDER),
        "reassign": (frozenset({C.HANDED_BACK}), C.OPENED),
        "move": (_WORK, C.OPENED),
        "orphan": (_WORK | {C.WAITING, C.ANSWERED}, C.WITH_COMMANDER),
        "decide": (frozenset({C.WITH_COMMANDER}), C.OPENED),
        "confirm": (frozenset({C.ANSWERED}), C.CONFIRMED),
        "send_back": (frozenset({C.ANSWERED}), C.SENT_BACK),
        "refuse_again": (frozenset({C.ANSWERED}), C.WITH_COMMANDER),
        "lapse": (frozenset({C.ANSWERED}), C.UNCONFIRMED),
        "close": (frozenset({C.ANSWERED, C.SENT_BACK, C.WITH_COMMANDER}), C.CLOSED),
        "reopen": (frozenset({C.CONFIRMED, C.UNCONFIRMED, C.CLOSED}), C.SENT_BACK),
        "merge": (_WORK, C.MERGED),
        "undo_open": (frozenset({C.OPENED}), C.WITHDRAWN),
    },
    "assignment": {
        "accept": (frozenset({A.WAITING}), A.ACCEPTED),
        "start": (frozenset({A.WAITING, A.ACCEPTED}), A.WORKING),
        "finish": (frozenset({A.WAITING, A.ACCEPTED, A.WORKING}), A.DONE),
        "send_back": (frozenset({A.DONE}), A.WAITING),
        "hand_back": (frozenset({A.WAITING, A.ACCEPTED, A.WORKING}), A.HANDED_BACK),
        "hand_back_again": (frozenset({A.WAITING, A.ACCEPTED, A.WORKING}), A.DISPUTED),
        "uphold": (frozenset({A.DISPUTED}), A.WAITING),
        "withdraw": (
            frozenset({A.WAITING, A.ACCEPTED, A.WORKING, A.DONE, A.DISPUTED}),
            A.WITHDRAWN,
        ),
    },
    "exclusion": {
        "grant": (frozenset({X.REQUESTED, X.APPEALED}), X.GRANTED),
        "refuse": (frozenset({X.REQUESTED}), X.REFUSED),
        "appeal": (frozenset({X.REFUSED}), X.APPEALED),
        "refuse_appeal": (frozenset({X.APPEALED}), X.REFUSED_FINALLY),
    },
}

# noun → the state it begins in
INITIAL: dict[str, str] = {
    "case": C.OPENED,
    "assignment": A.WAITING,
    "exclusion": X.REQUESTED,
}

JOURNAL: dict[str, str] = {
    "open": "cases.opened",
    "accept": "cases.accepted",
    "ask": "cases.asked",
    "reply": "cases.replied",
    "resume": "cases.resumed",
    "answer": "cases.answered",
    "hand_back": "cases.handed_back",
    "hand_back_again": "cases.handed_back_again",
    "reassign": "cases.reassigned",
    "move": "cases.moved",
    "orphan": "cases.orphaned",
    "decide": "cases.decided",
    "confirm": "cases.confirmed",
    "confirm_one": "cases.confirmed_by_one",
    "send_back": "cases.sent_back",
    "refuse_again": "cases.refused_again",
    "lapse": "cases.lapsed",
    "close": "cases.closed",
    "reopen": "cases.reopened",
    "merge": "cases.merged",
    "take_in": "cases.took_in",
    "split": "cases.split",
    "undo_open": "cases.opening_undone",
    "note": "cases.noted",
    "unmask": "cases.contact_unmasked",
    "letter_answered": "cases.letter_answered",
    "change_terms": "cases.terms_changed",
    "record": "cases.outcome_recorded",
    "strike": "cases.outcome_struck",
    "open_file": "cases.file_opened",
    "escalate": "cases.escalated",
    "offer_part": "cases.part_offered",
    "accept_part": "cases.part_accepted",
    "start_part": "cases.part_started",
    "finish_part": "cases.part_finished",
    "return_part": "cases.part_returned",
    "hand_back_part": "cases.part_handed_back",
    "hand_back_part_again": "cases.part_handed_back_again",
    "uphold_part": "cases.part_upheld",
    "withdraw_part": "cases.part_withdrawn",
    "request_exclusion": "cases.exclusion_requested",
    "grant": "cases.exclusion_granted",
    "refuse": "cases.exclusion_refused",
    "appeal": "cases.exclusion_appealed",
    "refuse_appeal": "cases.appeal_refused",
    "set_type": "cases.type_set",
    "set_template": "cases.template_set",
    "visit": "cases.visit_recorded",
    "offer_story": "cases.offered_to_newsroom",
    "export": "cases.exported",
}

# Verbs that the sender of the report hears of, through the report's settlement.
NOTIFY: frozenset[str] = frozenset(
    {"open", "ask", "answer", "send_back", "refuse_again", "confirm", "confirm_one", "lapse",
     "close", "reopen", "merge"}
)  # fmt: skip
