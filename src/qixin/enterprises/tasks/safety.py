"""Background jobs about safety: thin shells around actions."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from qixin.core import periodic
from qixin.enterprises.actions.escalating import escalate_overdue


@task()
def escalate_overdue_hazards() -> int:
    """Tell overdue hazards upward; returns how many were told."""
    return escalate_overdue()


def register_jobs() -> None:
    periodic.register(
        name="escalate overdue hazards",
        every=timedelta(minutes=10),
        start=escalate_overdue_hazards.enqueue,
    )
