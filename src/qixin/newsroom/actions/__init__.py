"""Writes of this room: `newsroom.actions.verb(*, thing, …, by)`."""

from qixin.newsroom.actions.drafting import add_reports, draft_from_reports, withdraw_draft
from qixin.newsroom.actions.founding import ensure_newsroom
from qixin.newsroom.actions.labelling import sync_label, unsync_label
from qixin.newsroom.actions.masking import mask_findings
from qixin.newsroom.actions.memberships import sync_groups
from qixin.newsroom.actions.publishing import (
    publish_due,
    record_publication,
    record_removal,
    record_step,
    record_stop,
    render_everything,
)
from qixin.newsroom.actions.sections import (
    ColumnSettings,
    SectionGiven,
    archive_topic,
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
    "SectionGiven",
    "add_reports",
    "archive_topic",
    "draft_from_reports",
    "ensure_newsroom",
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
    "render_everything",
    "reopen_topic",
    "set_column",
    "set_topic",
    "sync_groups",
    "sync_label",
    "unsync_label",
    "withdraw_draft",
]
