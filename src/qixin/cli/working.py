"""The worker: django-tasks' database worker, with a thread that starts what comes round.

A worker that is killed leaves its job marked as running, and nobody would ever take it up. Workers
therefore say from time to time that they live, and put back what one who fell silent had begun.
Every job of the rooms may be run again: what it has done already, it does not do twice.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta

from django.core.cache import cache
from django.db import close_old_connections, transaction
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from qixin.core import clock, periodic

logger = logging.getLogger(__name__)

# Seconds between looks at the list of jobs that come round.
LOOK_EVERY = 0.5
# Seconds between signs of life, and the silence after which a worker counts as dead.
SIGN_EVERY = 15.0
SILENT_FOR = 90.0
# A job that has cost as many workers their life is not tried again.
MOST_ATTEMPTS = 3


class LeftBehind(Exception):
    """Every worker that began the job died over it."""


def work(*, interval: float, batch: bool) -> None:
    """Run jobs until SIGTERM; with `batch`, what is due and waiting, then stop."""
    stopped, worker_id = threading.Event(), get_random_string(32)
    show_life(worker_id)
    if batch:
        put_back_left_behind()
        periodic.start_due()
    else:
        threading.Thread(target=_come_round, args=[stopped, worker_id], daemon=True).start()
    worker = Worker(
        queue_names=["*"],
        interval=interval,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )
    worker.configure_signals()
    try:
        worker.run()
    finally:
        stopped.set()


def _come_round(stopped: threading.Event, worker_id: str) -> None:
    sign_due = 0.0
    while not stopped.wait(LOOK_EVERY):
        try:
            close_old_connections()
            if time.monotonic() >= sign_due:
                sign_due = time.monotonic() + SIGN_EVERY
                show_life(worker_id)
                put_back_left_behind()
            periodic.start_due()
        except Exception:
            # One job's fault must not stop the others; the next look comes at once.
            logger.exception("a job that comes round failed")


def show_life(worker_id: str) -> None:
    """Say that this worker lives, for the others."""
    cache.set(_sign(worker_id), 1, timeout=SILENT_FOR)


def put_back_left_behind() -> int:
    """Let jobs whose worker has died be taken up again; returns how many."""
    begun_before = clock.now() - timedelta(seconds=SILENT_FOR)
    left = [
        job.pk
        for job in DBTaskResult.objects.running().filter(started_at__lt=begun_before)
        if cache.get(_sign(job.worker_ids[-1])) is None
    ]
    return sum(_put_back(id_) for id_ in left)


@transaction.atomic
def _put_back(id_: object) -> bool:
    job = DBTaskResult.objects.running().select_for_update().filter(pk=id_).first()
    if job is None:
        return False
    if len(job.worker_ids) >= MOST_ATTEMPTS:
        job.set_failed(LeftBehind(f"{len(job.worker_ids)} workers died over it"))
        return False
    job.status = TaskResultStatus.READY
    job.save(update_fields=["status"])
    return True


def _sign(worker_id: str) -> str:
    return f"cli:worker-lives:{worker_id}"
