"""Background jobs about resumption filings."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from qixin.core import periodic
from qixin.enterprises.actions.filing_workers import erase_persons


@task()
def forget_persons() -> int:
    """Erase the persons of filings long over; returns of how many filings."""
    return erase_persons()


def register_jobs() -> None:
    periodic.register(
        name="forget persons of filings", every=timedelta(hours=6), start=forget_persons.enqueue
    )
