"""Background jobs of the ground floor."""

import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from qixin.core import clock, journal

JOBS_KEPT = timedelta(days=7)
# No upload takes as long.
LONGEST_UPLOAD = timedelta(days=1)


@task()
def seal_journal() -> int:
    """Seal what has no seal yet; returns how many entries."""
    return journal.seal_up()


@task()
def forget_sessions() -> int:
    """Delete sessions that have expired; returns how many."""
    return Session.objects.filter(expire_date__lt=clock.now()).delete()[0]


@task()
def forget_jobs() -> int:
    """Delete jobs that ended days ago, which would fill the table; returns how many."""
    ended = DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - JOBS_KEPT)
    return ended.delete()[0]


@task()
def forget_uploads() -> int:
    """Delete what half uploads left when their process was killed; returns how many files."""
    before, removed = time.time() - LONGEST_UPLOAD.total_seconds(), 0
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.upload*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()
                removed += 1
    return removed
