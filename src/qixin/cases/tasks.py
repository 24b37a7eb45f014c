"""Background jobs: thin shells around actions."""

from __future__ import annotations

from django_tasks import task

from qixin.cases.actions import escalate_overdue, lapse_silent


@task()
def watch_clocks() -> int:
    """Tell upward what is overdue, and end what nobody confirms; returns how many."""
    return escalate_overdue() + lapse_silent()
