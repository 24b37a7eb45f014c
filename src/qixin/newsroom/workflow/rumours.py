"""The states of a rumour, and of each wording of its answer."""

from __future__ import annotations

from qixin.newsroom.enums import AnswerState, RumourState

R, A = RumourState, AnswerState

TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    "rumour": {
        # with its first answer, and with each correction
        "publish": (frozenset({R.COLLECTING, R.ANSWERED}), R.ANSWERED),
        "withdraw": (frozenset({R.ANSWERED}), R.WITHDRAWN),
        "file": (frozenset({R.COLLECTING}), R.FILED),
        "reopen": (frozenset({R.FILED, R.WITHDRAWN}), R.COLLECTING),
    },
    "answer": {
        "verify": (frozenset({A.PROPOSED}), A.VERIFIED),
        # by another person, with a reason; or by its author, who thought better of it
        "send_back": (frozenset({A.PROPOSED, A.VERIFIED}), A.RETURNED),
        "take_back": (frozenset({A.PROPOSED}), A.RETURNED),
        "publish": (frozenset({A.VERIFIED}), A.PUBLISHED),
        # a correction has taken its place
        "supersede": (frozenset({A.PUBLISHED}), A.SUPERSEDED),
        "withdraw": (frozenset({A.PUBLISHED}), A.WITHDRAWN),
    },
}

# noun → the state it begins in
INITIAL: dict[str, str] = {"rumour": R.COLLECTING, "answer": A.PROPOSED}

JOURNAL: dict[str, str] = {
    "open": "newsroom.rumour_opened",
    "revise": "newsroom.rumour_revised",
    "sight": "newsroom.rumour_sighted",
    "collect": "newsroom.evidence_collected",
    "open_evidence": "newsroom.evidence_opened",
    "link": "newsroom.rumour_linked",
    "unlink": "newsroom.rumour_unlinked",
    "file": "newsroom.rumour_filed",
    "reopen": "newsroom.rumour_reopened",
    "propose": "newsroom.answer_proposed",
    "verify": "newsroom.answer_verified",
    "send_back": "newsroom.answer_sent_back",
    "take_back": "newsroom.answer_taken_back",
    "publish": "newsroom.answer_published",
    "supersede": "newsroom.answer_superseded",
    "withdraw": "newsroom.answer_withdrawn",
}
