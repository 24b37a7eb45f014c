"""Writes of this room: `newsroom.actions.verb(*, thing, …, by)`."""

from qixin.newsroom.actions.announcing import announce, drop_notice, take_down
from qixin.newsroom.actions.doubting import clear, doubt, verify
from qixin.newsroom.actions.drafting import add_reports, draft_from_reports, withdraw_draft
from qixin.newsroom.actions.embargoing import embargo, lift_embargo
from qixin.newsroom.actions.founding import ensure_newsroom
from qixin.newsroom.actions.holding import hold, let_go, take_over
from qixin.newsroom.actions.hurrying import hurry, tell_author, tell_overdue, tell_reviewers
from qixin.newsroom.actions.labelling import sync_label, unsync_label
from qixin.newsroom.actions.masking import mask_findings
from qixin.newsroom.actions.memberships import sync_groups
from qixin.newsroom.actions.overriding import let_through
from qixin.newsroom.actions.publishing import (
    publish_due,
    record_publication,
    record_removal,
    record_step,
    record_stop,
)
from qixin.newsroom.actions.rebuilding import begin_build, go_on_building
from qixin.newsroom.actions.remarking import Marked, remark, reopen, settle
from qixin.newsroom.actions.reviewing import approve, call_off, send_back, submit
from qixin.newsroom.actions.searching import find_missing, make_findable, make_unfindable
from qixin.newsroom.actions.sections import (
    ColumnSettings,
    SectionGiven,
    archive_topic,
    arrange_column,
    merge_columns,
    move_column,
    open_column,
    open_topic,
    reopen_topic,
    set_column,
    set_topic,
)

__all__ = [
    "ColumnSettings",
    "Marked",
    "SectionGiven",
    "add_reports",
    "announce",
    "approve",
    "archive_topic",
    "arrange_column",
    "begin_build",
    "call_off",
    "clear",
    "doubt",
    "draft_from_reports",
    "drop_notice",
    "embargo",
    "ensure_newsroom",
    "find_missing",
    "go_on_building",
    "hold",
    "hurry",
    "let_go",
    "let_through",
    "lift_embargo",
    "make_findable",
    "make_unfindable",
    "mask_findings",
    "merge_columns",
    "move_column",
    "open_column",
    "open_topic",
    "publish_due",
    "record_publication",
    "record_removal",
    "record_step",
    "record_stop",
    "remark",
    "reopen",
    "reopen_topic",
    "send_back",
    "set_column",
    "set_topic",
    "settle",
    "submit",
    "sync_groups",
    "sync_label",
    "take_down",
    "take_over",
    "tell_author",
    "tell_overdue",
    "tell_reviewers",
    "unsync_label",
    "verify",
    "withdraw_draft",
]
