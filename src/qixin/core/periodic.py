"""Jobs that come round: each room registers its own, the worker starts them when they are due.

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
    start: Callable[[], object]
    due: float = 0.0


_jobs: dict[str, Job] = {}


def register(*, name: str, every: timedelta, start: Callable[[], object]) -> None:
    """Have `start` called about once every `every` in each worker.

    What takes longer than a second enqueues a task; what must come within a second just does it.
    """
    _jobs[name] = Job(name, every, start)


def start_due(clock: Callable[[], float] = time.monotonic) -> list[str]:
    """Start what is due; returns the names. A job's first turn comes at once."""
    ripe = [job for job in _jobs.values() if job.due <= clock()]
    for job in ripe:
        job.due = clock() + job.every.total_seconds()
        job.start()
    return [job.name for job in ripe]
