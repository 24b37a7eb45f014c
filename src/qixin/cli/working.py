"""The worker: django-tasks' database worker, with a thread that starts what comes round.

A worker that is killed leaves its job marked as running, and nobody would ever take it up. Workers
therefore say from time to time that they live, and put back what one who fell silent had begun.
Every job of the rooms may be run again: what it has done already, it does not do twice.

Long jobs (the whole site, a clip, an import) are done by processes that the worker starts when
there are some, and that end with them: what waits for a moment's work never waits for minutes.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from datetime import timedelta

from django.core.cache import cache
from django.db import close_old_connections, transaction
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from qixin.cli.children import end_with_parent
from qixin.core import clock, periodic
from qixin.core.queues import LONG

logger = logging.getLogger(__name__)

# Seconds between looks at the list of jobs that come round.
LOOK_EVERY = 0.5
# Seconds between signs of life, and the silence after which a worker counts as dead.
SIGN_EVERY = 15.0
SILENT_FOR = 90.0
# Processes for long jobs at once, which give way to the worker, and the seconds that they have to
# finish when it stops.
MOST_LONG = 2
STOPS_WITHIN = 10.0
NICE = 10
# A job that has cost as many workers their life is not tried again.
MOST_ATTEMPTS = 3


class LeftBehind(Exception):
    """Every worker that began the job died over it."""


def work(*, interval: float, batch: bool, long: bool = False) -> None:
    """Run jobs until SIGTERM; with `batch`, what is due and waiting, then stop; with `long`, the
    long jobs that are waiting, then stop, or when whoever started it is gone."""
    if long:
        end_with_parent()
        os.nice(NICE)
    stopped, worker_id = threading.Event(), get_random_string(32)
    others = None if batch or long else LongJobs()
    show_life(worker_id)
    if batch:
        put_back_left_behind()
        periodic.start_due()
    threading.Thread(target=_watch, args=[stopped, worker_id, others], daemon=True).start()
    worker = Worker(
        queue_names=[LONG] if long else ["*"],
        interval=interval,
        batch=batch or long,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[LONG] if others else [],
    )
    worker.configure_signals()
    try:
        worker.run()
    finally:
        stopped.set()
        if others:
            others.stop()


class LongJobs:
    """The processes that do the long jobs."""

    def __init__(self) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []

    def look_after(self) -> None:
        """Start one where more long jobs wait than there are processes that have none in hand.

        Jobs in hand on other machines count as well: at worst one starts that finds nothing to do.
        """
        self._processes = [one for one in self._processes if one.poll() is None]
        if len(self._processes) >= MOST_LONG:
            return
        long = DBTaskResult.objects.filter(queue_name=LONG)
        waiting = long.ready().count()
        if waiting and waiting > len(self._processes) - long.running().count():
            command = [sys.executable, "-m", "qixin.cli", "worker", "--long"]
            self._processes.append(subprocess.Popen(command))  # noqa: S603

    def stop(self) -> None:
        """Let them finish what they are at, for a while; the next worker goes on with the rest."""
        for one in self._processes:
            one.terminate()
        until = time.monotonic() + STOPS_WITHIN
        for one in self._processes:
            try:
                one.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()


def _watch(stopped: threading.Event, worker_id: str, others: LongJobs | None) -> None:
    """Show life; one that goes on also starts what comes round, and who does the `others`' jobs."""
    sign_due = 0.0
    while not stopped.wait(LOOK_EVERY):
        try:
            close_old_connections()
            if time.monotonic() >= sign_due:
                sign_due = time.monotonic() + SIGN_EVERY
                show_life(worker_id)
                put_back_left_behind()
            if others:
                periodic.start_due()
                others.look_after()
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
