"""Background jobs of the ground floor."""

from django.contrib.sessions.models import Session
from django_tasks import task

from qixin.core import clock, journal


@task()
def seal_journal() -> int:
    """Seal what has no seal yet; returns how many entries."""
    return journal.seal_up()


@task()
def forget_sessions() -> int:
    """Delete sessions that have expired; returns how many."""
    return Session.objects.filter(expire_date__lt=clock.now()).delete()[0]
