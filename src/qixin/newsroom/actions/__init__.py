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

__all__ = [
    "add_reports",
    "draft_from_reports",
    "ensure_newsroom",
    "mask_findings",
    "publish_due",
    "record_publication",
    "record_removal",
    "record_step",
    "record_stop",
    "render_everything",
    "sync_groups",
    "sync_label",
    "unsync_label",
    "withdraw_draft",
]
