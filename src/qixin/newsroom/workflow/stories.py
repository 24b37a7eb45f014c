"""The states of this room's things; `docs/states/` is generated from here."""

from __future__ import annotations

from qixin.newsroom.enums import (
    ClaimState,
    NoticeState,
    RemarkState,
    ReviewState,
    ReviewStep,
    SectionState,
    StoryState,
)

S, R, C, X = StoryState, ReviewState, ClaimState, SectionState
_WAITING = frozenset({R.FIRST, R.SECOND, R.FINAL})

# noun → verb → states it may start from → the state it leads to
TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    "story": {
        "submit": (frozenset({S.DRAFT, S.PUBLISHED, S.DROPPED}), S.WAITING),
        "send_back": (frozenset({S.WAITING}), S.DRAFT),
        # by the final review
        "approve": (frozenset({S.WAITING}), S.PUBLISHED),
        "approve_for_later": (frozenset({S.WAITING}), S.SCHEDULED),
        "go_out": (frozenset({S.SCHEDULED}), S.PUBLISHED),
        "stop": (frozenset({S.WAITING, S.SCHEDULED}), S.DRAFT),
        "unpublish": (frozenset({S.PUBLISHED}), S.DROPPED),
        "take_down": (frozenset({S.PUBLISHED}), S.DROPPED),
    },
    "column": {
        "pause": (frozenset({X.ACTIVE}), X.PAUSED),
        "resume": (frozenset({X.PAUSED}), X.ACTIVE),
        "archive": (frozenset({X.ACTIVE, X.PAUSED}), X.ARCHIVED),
        "reopen": (frozenset({X.ARCHIVED}), X.ACTIVE),
        "merge": (frozenset({X.ACTIVE, X.PAUSED, X.ARCHIVED}), X.MERGED),
    },
    "topic": {
        "archive": (frozenset({X.ACTIVE}), X.ARCHIVED),
        "reopen": (frozenset({X.ARCHIVED}), X.ACTIVE),
    },
    # a round of reviews of one version
    "review": {
        "approve_first": (frozenset({R.FIRST}), R.SECOND),
        "approve_second": (frozenset({R.SECOND}), R.FINAL),
        "approve_final": (frozenset({R.FINAL}), R.APPROVED),
        "send_back": (_WAITING, R.ENDED),
        "call_off": (_WAITING, R.ENDED),
        # whoever changes the text has all three read it anew
        "change": (_WAITING, R.FIRST),
    },
    "remark": {
        "settle": (frozenset({RemarkState.OPEN}), RemarkState.SETTLED),
        "reopen": (frozenset({RemarkState.SETTLED}), RemarkState.OPEN),
    },
    "claim": {
        "doubt": (frozenset({C.NONE, C.VERIFIED}), C.UNVERIFIED),
        "verify": (frozenset({C.UNVERIFIED}), C.VERIFIED),
        "clear": (frozenset({C.UNVERIFIED}), C.NONE),
    },
    "notice": {
        "publish": (frozenset({NoticeState.PENDING}), NoticeState.PUBLIC),
        "drop": (frozenset({NoticeState.PENDING}), NoticeState.DROPPED),
    },
}

INITIAL: dict[str, str] = {
    "story": S.DRAFT,
    "column": X.ACTIVE,
    "topic": X.ACTIVE,
    "review": R.FIRST,
    "remark": RemarkState.OPEN,
    "claim": C.NONE,
    "notice": NoticeState.PENDING,
}

# step → what whoever takes it must be allowed to do
PERMISSION: dict[ReviewStep, str] = {
    ReviewStep.FIRST: "newsroom.review_first",
    ReviewStep.SECOND: "newsroom.review_second",
    ReviewStep.FINAL: "newsroom.review_final",
}

JOURNAL: dict[str, str] = {
    "draft": "newsroom.drafted",
    "add": "newsroom.reports_added",
    "withdraw": "newsroom.withdrawn",
    "submit": "newsroom.submitted",
    "approve": "newsroom.approved",
    "send_back": "newsroom.sent_back",
    "call_off": "newsroom.called_off",
    "change": "newsroom.changed_in_review",
    "publish": "newsroom.published",
    "unpublish": "newsroom.unpublished",
    "take_down": "newsroom.taken_down",
    "stop": "newsroom.stopped",
    "mask": "newsroom.masked",
    "render": "newsroom.rendered",
    "open_topic": "newsroom.topic_opened",
    "set_topic": "newsroom.topic_set",
    "archive_topic": "newsroom.topic_archived",
    "reopen_topic": "newsroom.topic_reopened",
    "open_column": "newsroom.column_opened",
    "set_column": "newsroom.column_set",
    "pause_column": "newsroom.column_paused",
    "resume_column": "newsroom.column_resumed",
    "archive_column": "newsroom.column_archived",
    "reopen_column": "newsroom.column_reopened",
    "arrange_column": "newsroom.column_arranged",
    "merge_columns": "newsroom.columns_merged",
    "remark": "newsroom.remarked",
    "settle": "newsroom.remark_settled",
    "reopen": "newsroom.remark_reopened",
    "hurry": "newsroom.hurried",
    "tell_overdue": "newsroom.review_overdue",
    "doubt": "newsroom.claim_doubted",
    "verify": "newsroom.claim_verified",
    "clear": "newsroom.claim_cleared",
    "let_through": "newsroom.let_through",
    "announce": "newsroom.notice_written",
    "drop": "newsroom.notice_dropped",
    "change_picture": "newsroom.picture_changed",
    "look_at_pictures": "newsroom.pictures_looked_at",
    "hold": "newsroom.held",
    "let_go": "newsroom.let_go",
    "take_over": "newsroom.taken_over",
    "embargo": "newsroom.embargoed",
    "move_embargo": "newsroom.embargo_moved",
    "lift_embargo": "newsroom.embargo_lifted",
}

# Sources of a story whose fate is told to the sender when the story does this.
NOTIFY: frozenset[str] = frozenset({"draft", "publish", "unpublish", "take_down"})
