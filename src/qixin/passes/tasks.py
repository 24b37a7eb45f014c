"""Background jobs: thin shells around actions."""

from __future__ import annotations

from django_tasks import task

from qixin.passes.actions import erase_drivers


@task()
def forget_drivers() -> int:
    """Erase the drivers of passes long over; returns how many."""
    return erase_drivers()
