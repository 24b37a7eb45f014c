"""Taking a story off at once, without a worker: its page, and every file that names it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from django.db.models import Q

from qixin.newsroom.models import Column, Picture, Story
from qixin.newsroom.models.addresses import TREES
from qixin.newsroom.models.stories import story_path
from qixin.newsroom.publication import files
from qixin.newsroom.publication.neighbours import Spot
from qixin.newsroom.publication.publishing import (
    remove,
    render_lists,
    render_naming,
    write_older_pages,
)
from qixin.newsroom.publication.sections import PER_PAGE, Section, page_name
from qixin.newsroom.stops import PublicationStopped

logger = logging.getLogger(__name__)

# What stands beside the numbered pages and names stories.
_FIRST = ("index.html", "feed.xml", "feed.json", "ninjs.json", "embed.html")
# So many pages off its place it can stand, where older pages wait for their job.
_OFF = 2


def take_off(
    story: Story,
    *,
    sections: Iterable[Section],
    until_now: Spot | None,
    shown: Iterable[Picture] = (),
) -> None:
    """Take a story off the site, out of the pages that name it and out of these lists.

    `until_now`: where readers have found it; `shown`: the pictures that they have seen in it. What
    cannot be written without it, on a full disk above all, is overwritten or goes; the log says so.
    """
    paths = {story.file_path, story.public_path()} - {""}
    if until_now is not None:
        paths.add(story_path(story.pk, until_now.published_on))
    remove(story, shown=shown)
    render_naming([until_now])
    for section in sections:
        _take_out(section, sorted(paths), until_now)


def _take_out(section: Section, paths: Sequence[str], until_now: Spot | None) -> None:
    try:
        render_lists([section])
    except (OSError, PublicationStopped):
        logger.exception("lists of %s: not written, now file by file", section.folder or "/")
        _by_force(section, paths)
    if until_now is None:
        return
    try:
        with files.lock(f"lists of {section.folder}"), files.by_force():
            numbers = _naming(section, paths, _near(section, until_now))
            write_older_pages(section, numbers)
            _strike(section, paths)
    except (OSError, PublicationStopped):
        logger.exception("older lists of %s: not written", section.folder or "/")
        _remove_naming(section, paths, [page_name(n) for n in _near(section, until_now)])


def _by_force(section: Section, paths: Sequence[str]) -> None:
    try:
        with files.by_force():
            render_lists([section])
    except (OSError, PublicationStopped):
        logger.exception("lists of %s: what names the story goes", section.folder or "/")
        _remove_naming(section, paths, _FIRST)


def _near(section: Section, spot: Spot) -> range:
    """The numbered pages on which it may stand."""
    newer = Q(published_on__gt=spot.published_on) | Q(
        published_on=spot.published_on, pk__gt=spot.pk
    )
    rank = section.count() - section.stories().filter(newer).count()
    number = max(0, rank) // PER_PAGE + 1
    return range(max(1, number - _OFF), number + _OFF + 1)


def _naming(section: Section, paths: Sequence[str], numbers: Iterable[int]) -> list[int]:
    return [
        number
        for number in numbers
        if any(_names(f"{tree}/{section.folder}{page_name(number)}", paths)
               for tree in TREES.values())
    ]  # fmt: skip


def _names(path: str, stories: Sequence[str]) -> bool:
    try:
        content = (files.root() / path).read_bytes()
    except FileNotFoundError:
        return False
    return any(story.encode() in content for story in stories)


def _remove_naming(section: Section, paths: Sequence[str], names: Iterable[str]) -> None:
    for name in names:
        for tree in TREES.values():
            if _names(path := f"{tree}/{section.folder}{name}", paths):
                files.remove(path)


def _strike(section: Section, paths: Sequence[str]) -> None:
    """Take its line out of a column's sitemap, which may be long: the job writes it anew."""
    if not isinstance(section.page, Column):
        return
    for tree in TREES.values():
        path = f"{tree}/{section.folder}sitemap.xml"
        if _names(path, paths):
            lines = (files.root() / path).read_text().split("\n")
            left = [line for line in lines if not any(f"/{one}<" in line for one in paths)]
            files.write(path, "\n".join(left).encode())
