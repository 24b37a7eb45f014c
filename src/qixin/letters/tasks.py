"""Background jobs: thin shells around actions."""

from __future__ import annotations

from django_tasks import task

from qixin.letters.actions import deliver_waiting


@task()
def deliver_letters() -> int:
    """E-mail the copies and reminders that wait; returns how many went out."""
    return deliver_waiting()
