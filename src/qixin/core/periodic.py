"""Jobs that come round: each room registers its own, the worker enqueues them when they are due.

Every job must be harmless when two workers run it at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass
class Job:
    name: str
    every: timedelta
    enqueue: Callable[[], object]
    due: float = 0.0


_jobs: dict[str, Job] = {}


def register(*, name: str, every: timedelta, enqueue: Callable[[], object]) -> None:
    """Have `enqueue` called about once every `every` in each installation's worker."""
    _jobs[name] = Job(name, every, enqueue)


def enqueue_due(clock: Callable[[], float] = time.monotonic) -> list[str]:
    """Enqueue what is due; returns the names. A job's first turn comes at once."""
    ripe = [job for job in _jobs.values() if job.due <= clock()]
    for job in ripe:
        job.due = clock() + job.every.total_seconds()
        job.enqueue()
    return [job.name for job in ripe]
