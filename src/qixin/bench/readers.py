"""From the last approval of a story until the last of thousands of open pages has heard of it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import click

from qixin.bench.figures import Figure, percentile
from qixin.bench.homes import home_folder, load_district, set_up
from qixin.bench.open_pages import OpenPages
from qixin.bench.publishing import Newsroom
from qixin.bench.servers import serving

if TYPE_CHECKING:
    from qixin.newsroom.models import Story

PATIENCE_S = 60.0


def measure(*, crowds: tuple[int, ...], stories: int) -> Iterator[Figure]:
    with home_folder():
        set_up()
        load_district(reports=stories * len(crowds))
        newsroom = Newsroom()
        waiting = list(newsroom.handed_in(stories * len(crowds)))
        with serving("--no-jobs") as (server, port):
            for number, count in enumerate(crowds):
                part = waiting[number * stories : (number + 1) * stories]
                with OpenPages(port + 1, count) as pages:
                    yield _heard(newsroom, part, pages, count)
                    yield _back(pages, count, server.pid)


def _heard(newsroom: Newsroom, stories: list[Story], pages: OpenPages, count: int) -> Figure:
    from qixin.newsroom.models import PublicNews

    told = pages.wait(lambda told: told.open >= count, most=PATIENCE_S)
    if told.open < count:
        raise click.ClickException(f"only {told.open} of {count} pages could be opened")
    until_last, until_files = [], []
    for story in stories:
        began = time.monotonic()
        until_files.append(newsroom.approve(story))
        event = PublicNews.objects.latest("pk").pk
        told = pages.wait(lambda told, event=event: told.heard.get(event, (0,))[0] >= count,
                          most=PATIENCE_S)  # fmt: skip
        heard, last = told.heard.get(event, (0, 0.0))
        if heard < count:
            raise click.ClickException(f"only {heard} of {count} pages heard of a story")
        until_last.append(last - began)
    return Figure(
        name=f"Final approval until the last of {count:,} open pages has heard",
        asked=f"p95 < {1 if count <= 2000 else 2} s",
        measured=f"median {median(until_last):.2f} s, p95 {percentile(until_last, 0.95):.2f} s",
        how=f"{len(stories)} stories, of it {median(until_files):.2f} s for approval and files",
    )


def _back(pages: OpenPages, count: int, server: int) -> Figure:
    """The live process is killed; its pages come back as a browser does."""
    os.kill(_live_process(server), signal.SIGKILL)
    began = time.monotonic()
    pages.wait(lambda told: told.open < count / 2, most=PATIENCE_S)
    told = pages.wait(lambda told: told.open >= count, most=PATIENCE_S)
    return Figure(
        name=f"{count:,} open pages come back after their server was killed",
        asked="< 15 s, none refused for good",
        measured=f"{told.last_opened - began:.1f} s; {told.open:,} back, {told.refused} refused",
        how="killed by signal 9, started again by `qixin serve`; pauses as the stream told them",
    )


def _live_process(server: int) -> int:
    """The process that holds the lines: granian's worker below `qixin serve`."""
    children: dict[int, list[int]] = {}
    commands: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            commands[int(folder.name)] = (folder / "cmdline").read_text()
        except OSError:
            continue
        children.setdefault(parent, []).append(int(folder.name))
    live = next(one for one in children[server] if "events.app" in commands[one])
    return max(children.get(live, [live]))
