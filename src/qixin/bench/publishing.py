"""From the approval of a story until its page, its lists and its feeds are files."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import click

from qixin.bench.figures import Figure, percentile
from qixin.bench.homes import home_folder, load_district, set_up

if TYPE_CHECKING:
    from qixin.newsroom.models import Story


class Newsroom:
    """The demo's topic with its columns, one who writes and three who review."""

    def __init__(self) -> None:
        from django.conf import settings

        from qixin.drill.cast import cast
        from qixin.drill.playing.hands import REVIEWERS
        from qixin.drill.playing.newsroom import open_columns
        from qixin.newsroom.models import Column
        from qixin.people.models import User

        self.root = Path(settings.QIXIN_PUBLIC_ROOT)
        self.writer = User.objects.get(username="demo-editor")
        self.reviewers = [User.objects.get(username=name) for name in REVIEWERS]
        open_columns(cast(2020), by=self.reviewers[-1])
        self.columns = list(Column.objects.values_list("slug", flat=True))

    def handed_in(self, count: int) -> Iterator[Story]:
        """Stories that wait for their final review, each from a report of its own, over all
        columns."""
        from qixin.drill.playing.newsroom import approve, write
        from qixin.reports.models import Report

        for number, report in enumerate(Report.objects.order_by("-id")[:count]):
            column = self.columns[number % len(self.columns)]
            story = write(report=report, column_key=column, title=f"第{number}条", by=self.writer)
            if story is not None:
                for reviewer in self.reviewers[:-1]:
                    approve(story, by=reviewer)
                yield story

    def approve(self, story: Story) -> float:
        """Seconds of the final review until all files are there. Raises if they are not."""
        from qixin.drill.playing.newsroom import approve

        began = time.perf_counter()
        approve(story, by=self.reviewers[-1])
        taken = time.perf_counter() - began
        story.refresh_from_db()
        page = self.root / "zh" / story.public_path()
        for file in (page, *self._lists(page)):
            if story.title not in file.read_text(encoding="utf-8"):
                raise click.ClickException(f"{file} does not show the story")
        return taken

    def _lists(self, page: Path) -> Iterator[Path]:
        """Lists and feeds in the folders above the story, up to the home page."""
        for folder in page.parents:
            yield from (file for file in map(folder.joinpath, ("index.html", "feed.xml"))
                        if file != page and file.exists())  # fmt: skip
            if folder == self.root / "zh":
                return


def measure(*, before: int, stories: int) -> Iterator[Figure]:
    with home_folder():
        set_up()
        load_district(reports=before + stories)
        newsroom = Newsroom()
        waiting = list(newsroom.handed_in(before + stories))
        from qixin.newsroom.publication.publishing import lists_at_the_end

        with lists_at_the_end():
            for story in waiting[:before]:
                from qixin.drill.playing.newsroom import approve

                approve(story, by=newsroom.reviewers[-1])
        taken = [newsroom.approve(story) for story in waiting[before:]]
    yield Figure(
        name="Publish to visible file, with column, topic, home page and feeds",
        asked="p95 < 1 s",
        measured=f"median {median(taken):.2f} s, p95 {percentile(taken, 0.95):.2f} s",
        how=f"{stories} stories after {before} others",
    )
