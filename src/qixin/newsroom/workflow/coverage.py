"""The states of planned coverage."""

from __future__ import annotations

from qixin.newsroom.enums import CoverageState

C = CoverageState

TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    "coverage": {
        # once more, when they were back already
        "go_out": (frozenset({C.PLANNED, C.UNDER_WAY, C.BACK}), C.UNDER_WAY),
        # the last of its reporters is back
        "come_back": (frozenset({C.UNDER_WAY}), C.BACK),
        # everything that was wanted is there, and nobody is out any more
        "deliver": (frozenset({C.PLANNED, C.BACK}), C.DELIVERED),
        # what was delivered was taken off again, or more is wanted
        "reopen": (frozenset({C.DELIVERED}), C.BACK),
        "cancel": (frozenset({C.PLANNED, C.BACK}), C.CANCELLED),
    },
}

# noun → the state it begins in
INITIAL: dict[str, str] = {"coverage": C.PLANNED}

JOURNAL: dict[str, str] = {
    "plan": "newsroom.coverage_planned",
    "revise": "newsroom.coverage_revised",
    "go_out": "newsroom.went_out",
    "come_back": "newsroom.came_back",
    "link": "newsroom.piece_linked",
    "unlink": "newsroom.piece_unlinked",
    "deliver": "newsroom.coverage_delivered",
    "reopen": "newsroom.coverage_reopened",
    "cancel": "newsroom.coverage_cancelled",
    "tell_late": "newsroom.out_too_long",
}
