"""Writes of this room: `reports.actions.verb(*, thing, …, by)`."""

from qixin.reports.actions.receiving import Received, Submission, receive
from qixin.reports.actions.settling import settle, unsettle

__all__ = ["Received", "Submission", "receive", "settle", "unsettle"]
