"""The states of a story; `docs/states/` is generated from here."""

from __future__ import annotations

from qixin.newsroom.enums import StoryState

S = StoryState

# noun → verb → states it may start from → the state it leads to
TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    "story": {
        "submit": (frozenset({S.DRAFT, S.PUBLISHED, S.DROPPED}), S.WAITING),
        "send_back": (frozenset({S.WAITING}), S.DRAFT),
        "approve": (frozenset({S.WAITING}), S.PUBLISHED),
        "approve_for_later": (frozenset({S.WAITING}), S.SCHEDULED),
        "go_out": (frozenset({S.SCHEDULED}), S.PUBLISHED),
        "stop": (frozenset({S.WAITING, S.SCHEDULED}), S.DRAFT),
        "unpublish": (frozenset({S.PUBLISHED}), S.DROPPED),
    },
}

JOURNAL: dict[str, str] = {
    "draft": "newsroom.drafted",
    "add": "newsroom.reports_added",
    "withdraw": "newsroom.withdrawn",
    "submit": "newsroom.submitted",
    "approve": "newsroom.approved",
    "send_back": "newsroom.sent_back",
    "publish": "newsroom.published",
    "unpublish": "newsroom.unpublished",
    "stop": "newsroom.stopped",
    "mask": "newsroom.masked",
    "render": "newsroom.rendered",
}

# Sources of a story whose fate is told to the sender when the story does this.
NOTIFY: frozenset[str] = frozenset({"draft", "publish", "unpublish"})
