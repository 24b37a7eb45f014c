"""Background jobs: thin shells around actions."""

from __future__ import annotations

from django_tasks import task

from qixin.letters.actions import deliver_waiting, erase_answerers, tell_overdue


@task()
def deliver_letters() -> int:
    """E-mail the copies and reminders that wait; returns how many went out."""
    return deliver_waiting()


@task()
def forget_answerers() -> int:
    """Erase whoever answered by links long over; returns how many."""
    return erase_answerers()


@task()
def tell_overdue_incoming() -> int:
    """Tell of incoming letters whose day has passed; returns how many."""
    return tell_overdue()
