"""The worker: django-tasks' database worker, with a thread that starts what comes round."""

from __future__ import annotations

import logging
import threading

from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from qixin.core import periodic

logger = logging.getLogger(__name__)

# Seconds between looks at the list of jobs that come round.
LOOK_EVERY = 0.5


def work(*, interval: float, batch: bool) -> None:
    """Run jobs until SIGTERM; with `batch`, until none is waiting."""
    stopped = threading.Event()
    if not batch:
        threading.Thread(target=_start_due, args=[stopped], daemon=True).start()
    worker = Worker(
        queue_names=["*"],
        interval=interval,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    worker.configure_signals()
    try:
        worker.run()
    finally:
        stopped.set()


def _start_due(stopped: threading.Event) -> None:
    while not stopped.wait(LOOK_EVERY):
        try:
            close_old_connections()
            periodic.start_due()
        except Exception:
            # One job's fault must not stop the others; the next look comes at once.
            logger.exception("a job that comes round failed")
