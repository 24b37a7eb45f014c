"""The states of this room's things; `docs/states/` is generated from here."""

from __future__ import annotations

from qixin.letters.enums import OPEN_STATES, WAITING_STATES, IncomingState, LetterState

S, In = LetterState, IncomingState
_WAITING = frozenset(WAITING_STATES)

# noun → verb → states it may start from → the state it leads to
TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    "letter": {
        # Whatever was checked is checked again once it has been changed.
        "revise": (frozenset(OPEN_STATES), S.DRAFT),
        "submit": (frozenset({S.DRAFT}), S.CHECKING),
        "check": (frozenset({S.CHECKING}), S.CHECKED),
        "send_back": (frozenset({S.CHECKING, S.CHECKED}), S.DRAFT),
        "sign": (frozenset({S.CHECKED}), S.SIGNED),
        "send": (frozenset({S.SIGNED}), S.SENT),
        "discard": (frozenset(OPEN_STATES), S.DISCARDED),
        "recall": (frozenset({S.SIGNED, S.SENT}), S.RECALLED),
    },
    "incoming": {
        "correct": (frozenset({In.REGISTERED}), In.REGISTERED),
        "assign": (_WAITING, In.ASSIGNED),
        # by a letter of ours that was sent
        "answer_with": (_WAITING, In.ANSWERED),
        "match": (_WAITING, In.MATCHED),
        "file": (_WAITING, In.FILED),
        # the letter that answered it was recalled
        "reopen": (frozenset({In.ANSWERED}), In.ASSIGNED),
    },
}

# noun → the state it begins in
INITIAL: dict[str, str] = {"letter": S.DRAFT, "incoming": In.REGISTERED}

JOURNAL: dict[str, str] = {
    "draft": "letters.drafted",
    "revise": "letters.revised",
    "submit": "letters.submitted",
    "check": "letters.checked",
    "send_back": "letters.sent_back",
    "sign": "letters.signed",
    "send": "letters.sent",
    "discard": "letters.discarded",
    "recall": "letters.recalled",
    "deliver": "letters.delivered",
    "give_up": "letters.undeliverable",
    "erase_answerer": "letters.answerer_erased",
    "answer": "letters.answered",
    "remind": "letters.reminded",
    "revoke_link": "letters.link_revoked",
    "renew_link": "letters.link_renewed",
    "unmask": "letters.answerer_unmasked",
    "open_file": "letters.file_opened",
    "register": "letters.incoming_registered",
    "correct": "letters.incoming_corrected",
    "assign": "letters.incoming_assigned",
    "answer_with": "letters.incoming_answered",
    "match": "letters.incoming_matched",
    "file": "letters.incoming_filed",
    "reopen": "letters.incoming_reopened",
    "tell_overdue": "letters.incoming_overdue",
    "open_incoming_file": "letters.incoming_file_opened",
    "open_incoming": "letters.incoming_opened_to_correct",
    "set_series": "letters.series_set",
    "add_addressee": "letters.addressee_added",
    "revise_addressee": "letters.addressee_revised",
    "retire_addressee": "letters.addressee_retired",
    "add_template": "letters.template_added",
    "revise_template": "letters.template_revised",
    "retire_template": "letters.template_retired",
    "bring_back_template": "letters.template_brought_back",
}
