"""Writes of this room: `reports.actions.verb(*, thing, …, by)`."""

from qixin.reports.actions.receiving import Received, Submission, receive
from qixin.reports.actions.settling import settle, unsettle
from qixin.reports.actions.triaging import (
    BulkResult,
    claim,
    correct,
    file,
    in_bulk,
    merge,
    release,
    undo,
)

__all__ = [
    "BulkResult",
    "Received",
    "Submission",
    "claim",
    "correct",
    "file",
    "in_bulk",
    "merge",
    "receive",
    "release",
    "settle",
    "undo",
    "unsettle",
]
