"""`qixin rebuild` of a whole site: pages a second, over all processors."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

import click

from qixin.bench.figures import Figure
from qixin.bench.homes import QIXIN, home_folder, load_district, set_up


def measure(*, stories: int, rounds: int) -> Iterator[Figure]:
    """The whole command, start included; into an empty folder each time."""
    with home_folder() as home:
        set_up()
        load_district()
        from qixin.bench.filling_stories import fill_stories
        from qixin.bench.publishing import Newsroom

        root = Newsroom().root
        fill_stories(stories)
        runs = []
        for number in range(rounds):
            if root.exists():
                root.rename(home / f"before-{number}")
            runs.append(_pages_a_second(root, stories))
    speeds, busy = zip(*runs, strict=True)
    yield Figure(
        name=f"Rebuild of {stories:,} stories",
        asked="≥ 200 pages/s",
        measured=f"{median(speeds):,.0f} pages/s ({min(speeds):,.0f} to {max(speeds):,.0f}), "
        f"{median(busy):,.0f} per second of processor time",
        how=f"{rounds} times `qixin rebuild --anew`, whole process, {os.cpu_count()} processes; "
        "pages are HTML files, each with its packed twin",
    )


def _pages_a_second(root: Path, stories: int) -> tuple[float, float]:
    """By the clock, and by the processor time of the command with all its processes."""
    began, busy = time.perf_counter(), _processor_time()
    command = [*QIXIN, "rebuild", "--anew", "--processes", str(os.cpu_count() or 1)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    taken = time.perf_counter() - began
    pages = sum(1 for _page in root.rglob("*.html"))
    if pages < 2 * stories:
        raise click.ClickException(f"{pages} pages of {stories} stories")
    return pages / taken, pages / (_processor_time() - busy)


def _processor_time() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
