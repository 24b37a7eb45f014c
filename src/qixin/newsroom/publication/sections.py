"""The lists of the public site: the front page, a topic, a column.

Older pages are numbered from the oldest story on, and full for good: a new story changes the first
page alone, however long the list has become.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from qixin.newsroom.enums import SectionState
from qixin.newsroom.models import Column, Home, Story, Topic
from qixin.newsroom.tree import live_below, live_count

PER_PAGE = 20
# Numbered pages that are read by one question: a database walks to its place from the newest story.
_AT_ONCE = 50


@dataclass(frozen=True)
class Section:
    """A list and its place: `folder` is "" or ends with a slash."""

    page: Home | Topic | Column
    folder: str

    def stories(self) -> QuerySet[Story]:
        """Live stories, newest first; lists show no bodies, so none are read."""
        stories = live_below(self.page.path).defer("body").select_related("cover")
        return stories.order_by("-published_on", "-pk")

    def count(self) -> int:
        """How many there are."""
        return live_count(self.page.path)


@dataclass(frozen=True)
class ListPage:
    """One page of a list. `older` and `newer` are file names in the same folder, or empty."""

    name: str
    stories: list[Story]
    older: str
    newer: str


def section_of(page: Home | Topic | Column) -> Section:
    return Section(page, page.public_path().removesuffix("index.html"))


def sections_above(column: Column) -> list[Section]:
    """Every list that a story of this column stands in: its column, its topic, the front page.

    A merged column has no list: its address leads on.
    """
    has_list = column.state != SectionState.MERGED
    pages = column.get_ancestors(inclusive=has_list).live().specific()
    found = [section_of(page) for page in pages if isinstance(page, Home | Topic | Column)]
    return found[::-1]


def all_sections() -> list[Section]:
    columns = Column.objects.live().exclude(state=SectionState.MERGED)
    pages = [*Home.objects.live(), *Topic.objects.live(), *columns]
    return [section_of(page) for page in pages]


def first_pages(section: Section) -> Iterator[ListPage]:
    """The first page, and the older ones whose links change when a page has just become full."""
    total = section.count()
    archived = _archived(total)
    if archived and total % PER_PAGE == 0:
        for number in range(max(1, archived - 1), archived + 1):
            yield _older(section, number, total)
    yield _first(section, total)


def every_page(section: Section, *, since: datetime | None = None) -> Iterator[ListPage]:
    """All pages of a list, oldest first; with `since` those that can look different because of a
    story of that moment: the page before its own leads to it."""
    total = section.count()
    begin = section.stories().filter(published_on__lt=since).count() // PER_PAGE if since else 0
    yield from _all_older(section, range(max(1, begin), _archived(total) + 1), total)
    yield _first(section, total)


def page_with(section: Section, rank: int) -> ListPage:
    """The page on which the story stands that has `rank` older ones in its list."""
    total = section.count()
    number = rank // PER_PAGE + 1
    return _older(section, number, total) if number <= _archived(total) else _first(section, total)


def numbered_page(section: Section, number: int) -> ListPage | None:
    """The older page of this number; None where the list has none."""
    total = section.count()
    return _older(section, number, total) if number <= _archived(total) else None


def page_name(number: int) -> str:
    return f"page-{number}.html"


def _archived(total: int) -> int:
    return max(0, total // PER_PAGE - 1)


def _first(section: Section, total: int) -> ListPage:
    archived = _archived(total)
    stories = list(section.stories()[: total - archived * PER_PAGE])
    return ListPage("index.html", stories, page_name(archived) if archived else "", "")


def _all_older(section: Section, numbers: range, total: int) -> Iterator[ListPage]:
    for at in range(0, len(numbers), _AT_ONCE):
        some = numbers[at : at + _AT_ONCE]
        newest = total - some[-1] * PER_PAGE
        stories = list(section.stories()[newest : newest + len(some) * PER_PAGE])
        for number in some:
            begin = (some[-1] - number) * PER_PAGE
            yield _numbered(number, stories[begin : begin + PER_PAGE], total)


def _older(section: Section, number: int, total: int) -> ListPage:
    end = total - (number - 1) * PER_PAGE
    return _numbered(number, list(section.stories()[end - PER_PAGE : end]), total)


def _numbered(number: int, stories: list[Story], total: int) -> ListPage:
    return ListPage(
        page_name(number),
        stories,
        page_name(number - 1) if number > 1 else "",
        page_name(number + 1) if number < _archived(total) else "index.html",
    )
