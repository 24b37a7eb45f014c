"""Background jobs about safety: thin shells around actions."""

from __future__ import annotations

from django_tasks import task

from qixin.enterprises.actions.escalating import escalate_overdue


@task()
def escalate_overdue_hazards() -> int:
    """Tell overdue hazards upward; returns how many were told."""
    return escalate_overdue()
