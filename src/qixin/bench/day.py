"""A day's work of a newsroom within minutes: stories go out while reports come in and people read.

Everything at once on one machine: `qixin serve` with its workers, its jobs and its live process;
reports over HTTP at a steady rate; readers of the public files and of the search; open pages that
listen; and the final reviews, one after the other, each as soon as it is due.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING

import click

from qixin.bench.figures import Figure, percentile
from qixin.bench.homes import home_folder, load_district, set_up
from qixin.bench.intake import PATH, api_key
from qixin.bench.open_pages import OpenPages, Told
from qixin.bench.publishing import Newsroom
from qixin.bench.servers import serving
from qixin.bench.steady import Asked, Steady, report_body

if TYPE_CHECKING:
    from qixin.newsroom.models import Story

REPORTS_A_SECOND = 50
PAGES_A_SECOND = 100
SEARCHES_A_SECOND = 1  # more from one address are refused
_LISTS = ("/zh/", "/zh/topics/together/", "/zh/columns/orders/")
ASKED = "nothing queues longer than 5 s"
PATIENCE_S = 60.0


@dataclass
class Published:
    """Seconds of each story: from the moment it was due until its files were there, and until the
    last open page had heard; when it was approved, on the machine's monotonic clock."""

    until_files: list[float] = field(default_factory=list)
    approved: list[tuple[int, float]] = field(default_factory=list)
    began: float = 0.0

    def until_heard(self, told: Told) -> list[float]:
        return [told.heard[event][1] - due for event, due in self.approved if event in told.heard]


def measure(*, stories: int, minutes: float, readers: int) -> Iterator[Figure]:
    """`stories` published at equal distances within `minutes`, with `readers` open pages."""
    with home_folder(), ExitStack() as running:
        set_up()
        from qixin.core import clock

        load_district(reports=stories)
        newsroom = Newsroom()
        waiting = list(newsroom.handed_in(stories))
        if len(waiting) < stories:
            raise click.ClickException(f"only {len(waiting)} of {stories} stories could be made")
        page = f"/zh/{_first(newsroom, waiting.pop()).public_path()}"
        _process, port = running.enter_context(serving())
        pages = running.enter_context(OpenPages(port + 1, readers))
        if pages.wait(lambda told: told.open >= readers, most=PATIENCE_S).open < readers:
            raise click.ClickException(f"not all {readers} pages could be opened")
        # with the workers up: what the first story left for them, before they ran, is done
        began = clock.now()
        with (
            Steady(_reports(port)) as sent,
            Steady(_reading(port, page)) as read,
            Steady(_searching(port)) as searched,
        ):
            published = _publish(newsroom, waiting, minutes * 60)
        time.sleep(5)  # whatever still waits shows by its age
        yield _of_stories(published, pages.told(), minutes)
        yield _of("Reports answered", sent, REPORTS_A_SECOND)
        yield _of("Public pages answered", read, PAGES_A_SECOND)
        yield _of("Searches answered", searched, SEARCHES_A_SECOND)
        yield _of_jobs(began)


def _first(newsroom: Newsroom, story: Story) -> Story:
    """A story that is out before anything is measured: it is what readers read."""
    newsroom.approve(story)
    story.refresh_from_db()
    return story


def _reports(port: int) -> Asked:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {api_key()}"}
    return Asked(port, [PATH], REPORTS_A_SECOND, report_body(), headers)


def _reading(port: int, page: str) -> Asked:
    return Asked(port, [page, *_LISTS], PAGES_A_SECOND)


def _searching(port: int) -> Asked:
    return Asked(port, ["/search/?q=%E5%8F%A3%E7%BD%A9"], SEARCHES_A_SECOND)


def _publish(newsroom: Newsroom, waiting: list[Story], seconds: float) -> Published:
    """Each story when it is due; one that is late makes the next ones wait, which counts."""
    from qixin.newsroom.models import PublicNews

    published = Published(began=time.monotonic())
    for number, story in enumerate(waiting):
        due = published.began + number * seconds / len(waiting)
        time.sleep(max(0.0, due - time.monotonic()))
        newsroom.approve(story)
        published.until_files.append(time.monotonic() - due)
        published.approved.append((PublicNews.objects.latest("pk").pk, due))
    return published


def _of_stories(published: Published, told: Told, minutes: float) -> Figure:
    files, heard = published.until_files, published.until_heard(told)
    complete = sum(
        told.heard.get(event, (0,))[0] >= told.open for event, _due in published.approved
    )
    return Figure(
        name=f"{len(files)} stories published in {minutes:g} minutes amid reports and readers",
        asked=ASKED,
        measured=f"files: {_waits(files)}; last of {told.open:,} open pages: {_waits(heard)}",
        how=f"from the moment each was due; {complete} stories were heard by every open page",
    )


def _of(name: str, steady: Steady, rate: float) -> Figure:
    answers = steady.answers
    return Figure(
        name=f"{name}, {rate:g} a second, meanwhile",
        asked=ASKED,
        measured=f"{_waits(answers.waits)}; {answers.failed} of "
        f"{len(answers.waits) + answers.broken:,} failed",
        how="from the moment each was due until its answer was read",
    )


def _of_jobs(began: datetime) -> Figure:
    """How long jobs waited for the worker; jobs that still wait count with their age. Jobs for a
    later moment count from that moment."""
    from django_tasks_db.models import DBTaskResult

    from qixin.core import clock

    now, waits = clock.now(), []
    for job in DBTaskResult.objects.filter(enqueued_at__gte=began):
        due = max(job.enqueued_at, job.task.run_after or job.enqueued_at)
        if due <= now:
            waits.append(((job.started_at or now) - due).total_seconds())
    return Figure(
        name="Jobs that waited for the worker, meanwhile",
        asked=ASKED,
        measured=f"{_waits(waits)}; {len(waits):,} jobs",
        how="one worker; from when a job was due until it began",
    )


def _waits(taken: list[float]) -> str:
    if not taken:
        return "none"
    return (
        f"median {median(taken):.2f} s, p95 {percentile(taken, 0.95):.2f} s, "
        f"longest {max(taken):.2f} s"
    )
