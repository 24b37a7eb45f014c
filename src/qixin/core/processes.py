"""Work over several processes: each begins as a command would.

Nothing of Django is imported before: a new process has no settings yet.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


def pool(processes: int) -> ProcessPoolExecutor:
    """A pool whose processes know the settings and the models before their first piece of work."""
    return ProcessPoolExecutor(processes, get_context("spawn"), _begin)


def _begin() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qixin.config.settings")
    import django

    django.setup()
