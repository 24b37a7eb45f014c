"""What is written when: a story with its lists at once, the older pages of long lists by a job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from qixin.newsroom.enums import NoticeKind, NoticeState, SectionState
from qixin.newsroom.models import Column, Story
from qixin.newsroom.models.addresses import TREES
from qixin.newsroom.publication import files
from qixin.newsroom.publication.checked import write_page
from qixin.newsroom.publication.feeds import feed, json_feed, latest, newest, ninjs_feed, sitemap
from qixin.newsroom.publication.live import write_all_channels
from qixin.newsroom.publication.pages import (
    embedded_page,
    list_page,
    moved_page,
    reading_in,
    story_page,
    withdrawn_page,
)
from qixin.newsroom.publication.pictures import remove_pictures, write_pictures
from qixin.newsroom.publication.sections import (
    PER_PAGE,
    ListPage,
    Section,
    all_sections,
    every_page,
    first_pages,
    page_name,
    section_of,
    sections_above,
)
from qixin.newsroom.stops import check_personal_data, shown_numbers

_lists_wait: ContextVar[bool] = ContextVar("lists_wait", default=False)


def publish(story: Story) -> None:
    """The story, its pictures, and the first pages and feeds of its lists. Raises OSError."""
    render_story(story)
    if not _lists_wait.get():
        render_lists(sections_above(story.column))


@contextmanager
def lists_at_the_end() -> Iterator[None]:
    """Within the block stories are written alone; all lists once, when it ends. For bulk work."""
    token = _lists_wait.set(True)
    try:
        yield
    finally:
        _lists_wait.reset(token)
        render_lists(all_sections(), deep=True)


def write_lists(sections: Iterable[Section]) -> None:
    """All pages of these lists, now or with `lists_at_the_end`."""
    if not _lists_wait.get():
        render_lists(sections, deep=True)


def render_story(story: Story) -> None:
    """Write the story in both languages; raises PublicationStopped for personal data."""
    check_personal_data(story, story.live_revision_id)
    numbers = shown_numbers(story, story.live_revision_id)
    write_pictures(story)
    path = story.public_path()
    for language in TREES:
        with reading_in(language) as tree:
            write_page(f"{tree}/{path}", story_page(story), numbers)
    if story.file_path and story.file_path != path:
        _remove_pages(story.file_path)
    Story.objects.filter(pk=story.pk).update(file_path=path)


def remove(story: Story) -> None:
    """Take a story and its pictures off the site; lists are written anew by the caller.

    At the address of a withdrawn story a page stays that says when and why.
    """
    path = story.file_path or story.public_path()
    if story.withdrawal is None:
        _remove_pages(path)
    else:
        render_withdrawn(story, path)
    remove_pictures(story)
    Story.objects.filter(pk=story.pk).update(file_path="" if story.withdrawal is None else path)


def render_withdrawn(story: Story, path: str) -> None:
    """Write the page that stays in a withdrawn story's place, in both languages."""
    for language in TREES:
        with reading_in(language) as tree:
            write_page(f"{tree}/{path}", withdrawn_page(story, path))


def render_lists(sections: Iterable[Section], *, deep: bool = False) -> int:
    """Write the lists and feeds of these sections; `deep` for the older pages too.

    Returns the number of files that changed.
    """
    changed = 0
    with files.lists_lock():
        for section in sections:
            for one in list(every_page(section) if deep else first_pages(section)):
                changed += _write_list(section, one)
            changed += _write_beside(section, deep=deep)
            if deep:
                _remove_surplus(section)
    return changed


def render_all() -> int:
    """Write the whole public site; returns the number of stories."""
    # By id: a cursor left open would hold SQLite's snapshot, and writing from an old one fails.
    ids = list(Story.objects.live().values_list("pk", flat=True))
    for id_ in ids:
        render_story(Story.objects.get(pk=id_))
    for story in withdrawn():
        render_withdrawn(story, story.file_path or story.public_path())
    render_lists(all_sections(), deep=True)
    write_all_channels()
    for column in Column.objects.live().filter(state=SectionState.MERGED):
        lead_on(column)
    return len(ids)


def withdrawn() -> list[Story]:
    """Stories at whose address a notice stands instead."""
    told = Story.objects.filter(
        live=False, notices__kind=NoticeKind.WITHDRAWAL, notices__state=NoticeState.PUBLIC
    )
    return [story for story in told.distinct() if story.withdrawal is not None]


def unrendered() -> list[Story]:
    """Live stories without their file: the machine stopped between the commit and the writing."""
    return [
        story
        for story in Story.objects.live().defer("body").iterator()
        if not files.exists(f"zh/{story.public_path()}")
    ]


def _write_list(section: Section, one: ListPage) -> int:
    changed = 0
    for language in TREES:
        with reading_in(language) as tree:
            changed += write_page(f"{tree}/{section.folder}{one.name}", list_page(section, one))
    return changed


def _write_beside(section: Section, *, deep: bool) -> int:
    """What other programs read of a section; its sitemap, which grows with it, only when `deep`."""
    changed, stories = 0, newest(section)
    for language in TREES:
        with reading_in(language) as tree:
            folder = f"{tree}/{section.folder}"
            changed += files.write(f"{folder}feed.xml", feed(section, stories).encode())
            changed += files.write(f"{folder}feed.json", json_feed(section, stories).encode())
            changed += files.write(f"{folder}ninjs.json", ninjs_feed(section, stories).encode())
            changed += files.write(f"{folder}latest.json", latest(section, stories).encode())
            if isinstance(section.page, Column):
                changed += write_page(f"{folder}embed.html", embedded_page(section, stories))
            if deep:
                changed += files.write(f"{folder}sitemap.xml", sitemap(section).encode())
    return changed


def _remove_pages(path: str) -> None:
    for tree in TREES.values():
        files.remove(f"{tree}/{path}")


def remove_section(page: object) -> None:
    """Remove a section's files: it was unpublished, deleted, or its address changed."""
    section = section_of(page)  # type: ignore[arg-type]
    if not section.folder:
        return
    for tree in TREES.values():
        for file in sorted((files.root() / tree / section.folder).glob("*")):
            files.remove(str(file.relative_to(files.root())))


def lead_on(column: Column) -> None:
    """The address of a merged column leads to the column that has its stories."""
    remove_section(column)
    for language in TREES:
        with reading_in(language) as tree:
            write_page(f"{tree}/{column.public_path()}", moved_page(column))


def _remove_surplus(section: Section) -> None:
    """Numbered pages beyond the last, after stories were taken off."""
    number = max(1, section.stories().count() // PER_PAGE)
    while files.exists(f"zh/{section.folder}{page_name(number)}"):
        _remove_pages(section.folder + page_name(number))
        number += 1
