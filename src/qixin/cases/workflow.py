"""The states of this room's things; `docs/states/` is generated from here."""

from __future__ import annotations

from qixin.cases.enums import AssignmentState, CaseState

C, A = CaseState, AssignmentState

# noun → verb → states it may start from → the state it leads to
TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    "case": {
        "accept": (frozenset({C.OPENED, C.SENT_BACK}), C.IN_PROGRESS),
        "answer": (frozenset({C.OPENED, C.IN_PROGRESS, C.SENT_BACK}), C.ANSWERED),
        "hand_back": (frozenset({C.OPENED, C.IN_PROGRESS}), C.HANDED_BACK),
        "confirm": (frozenset({C.ANSWERED}), C.CONFIRMED),
        "send_back": (frozenset({C.ANSWERED}), C.SENT_BACK),
        "close": (frozenset({C.ANSWERED, C.SENT_BACK}), C.CLOSED),
        "undo_open": (frozenset({C.OPENED}), C.WITHDRAWN),
    },
    "assignment": {
        "accept": (frozenset({A.WAITING}), A.ACCEPTED),
        "finish": (frozenset({A.WAITING, A.ACCEPTED}), A.DONE),
        "send_back": (frozenset({A.DONE}), A.WAITING),
        "hand_back": (frozenset({A.WAITING, A.ACCEPTED}), A.HANDED_BACK),
        "withdraw": (frozenset({A.WAITING}), A.WITHDRAWN),
    },
}

# noun → the state it begins in
INITIAL: dict[str, str] = {"case": C.OPENED, "assignment": A.WAITING}

JOURNAL: dict[str, str] = {
    "open": "cases.opened",
    "accept": "cases.accepted",
    "answer": "cases.answered",
    "hand_back": "cases.handed_back",
    "confirm": "cases.confirmed",
    "confirm_one": "cases.confirmed_by_one",
    "send_back": "cases.sent_back",
    "close": "cases.closed",
    "undo_open": "cases.opening_undone",
    "note": "cases.noted",
    "unmask": "cases.contact_unmasked",
    "letter_answered": "cases.letter_answered",
}

# Verbs that the sender of the report hears of, through the report's settlement.
NOTIFY: frozenset[str] = frozenset(
    {"open", "answer", "send_back", "confirm", "confirm_one", "close"}
)
