"""The states of what readers send in, and of call-outs."""

from __future__ import annotations

from qixin.newsroom.enums.readers import CallState, FlagState, Showing

S, C, F = Showing, CallState, FlagState

_SHOWING: dict[str, tuple[frozenset[str], str]] = {
    # also what was hidden by readers, declined or taken down: somebody looked and decided so
    "show": (frozenset({S.WAITING, S.HIDDEN, S.NOT_SHOWN, S.TAKEN_DOWN}), S.SHOWN),
    "decline": (frozenset({S.WAITING}), S.NOT_SHOWN),
    # several readers object; nobody of the desk has looked yet
    "hide": (frozenset({S.SHOWN}), S.HIDDEN),
    "take_down": (frozenset({S.SHOWN, S.HIDDEN}), S.TAKEN_DOWN),
    # by the sender, for good
    "withdraw": (frozenset(set(S) - {S.WITHDRAWN}), S.WITHDRAWN),
}

TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    "message": _SHOWING,
    "entry": _SHOWING,
    "call_out": {
        # a closed one with a later deadline
        "open": (frozenset({C.DRAFT, C.CLOSED}), C.OPEN),
        "close": (frozenset({C.OPEN}), C.CLOSED),
        "archive": (frozenset({C.DRAFT, C.CLOSED}), C.ARCHIVED),
    },
    "flag": {"settle": (frozenset({F.OPEN}), F.SETTLED)},
}

INITIAL: dict[str, str] = {
    "message": S.WAITING,
    "entry": S.WAITING,
    "call_out": C.DRAFT,
    "flag": F.OPEN,
}

JOURNAL: dict[str, str] = {
    "receive": "newsroom.sent_by_reader",
    "show": "newsroom.shown",
    "decline": "newsroom.declined",
    "hide": "newsroom.hidden_by_readers",
    "take_down": "newsroom.shown_no_more",
    "withdraw": "newsroom.withdrawn_by_sender",
    "answer": "newsroom.reader_answered",
    "arrange": "newsroom.gallery_arranged",
    "settle_flags": "newsroom.flags_looked_at",
    "plan_call": "newsroom.call_planned",
    "set_call": "newsroom.call_set",
    "move_calls": "newsroom.call_moved",
    "open": "newsroom.call_opened",
    "close": "newsroom.call_closed",
    "archive": "newsroom.call_archived",
}
