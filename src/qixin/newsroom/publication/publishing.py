"""What is written when: a story with its lists at once, the older pages of long lists by a job."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from qixin.core import clock
from qixin.newsroom.enums import NoticeKind, NoticeState
from qixin.newsroom.models import Column, Home, Picture, Story
from qixin.newsroom.models.addresses import TREES
from qixin.newsroom.publication import files, news
from qixin.newsroom.publication.cards import card_of, remove_cards, write_card
from qixin.newsroom.publication.checked import check_listed, write_page
from qixin.newsroom.publication.feeds import (
    ROBOTS,
    feed,
    json_feed,
    latest,
    newest,
    ninjs_feed,
    robots,
    sitemap,
)
from qixin.newsroom.publication.neighbours import Spot, naming
from qixin.newsroom.publication.pages import (
    Around,
    embedded_page,
    list_page,
    moved_page,
    offline_page,
    reading_in,
    story_page,
    withdrawn_page,
)
from qixin.newsroom.publication.pictures import remove_unshown, showing, write_pictures
from qixin.newsroom.publication.sections import (
    PER_PAGE,
    ListPage,
    Section,
    all_sections,
    every_page,
    first_pages,
    numbered_page,
    page_name,
    section_of,
    sections_above,
)
from qixin.newsroom.publication.site import Site
from qixin.newsroom.stops import PublicationStopped, check_personal_data

logger = logging.getLogger(__name__)

# So long a story's file is looked after.
LOOKED_AFTER = timedelta(days=2)
_lists_wait: ContextVar[bool] = ContextVar("lists_wait", default=False)


def publish(story: Story, *, until_now: Spot | None = None, shown: Iterable[Picture] = ()) -> None:
    """The story, its pictures, the pages that name it, and the first pages and feeds of its lists.

    `until_now`: where readers have found it up to now; `shown`: which pictures they have seen in
    it, whose files go where nobody shows them any more. Raises OSError.
    """
    try:
        render_story(story)
    finally:
        # also where the page could not be written: what it lacks now was taken out for a reason
        remove_unshown(shown)
    render_naming([until_now, Spot.of(story)])
    if not _lists_wait.get():
        render_lists(sections_above(story.column))
        news.tell_of(story)


def render_naming(spots: Iterable[Spot | None]) -> None:
    """Write the pages that name what stands, or stood, at one of these spots.

    One writer at a time, who reads within: two neighbours that come out at once name each other.
    """
    with files.lock("neighbours"):
        for pk in naming(spots):
            if (other := Story.objects.live().filter(pk=pk).first()) is not None:
                _render_beside(other)


def _render_beside(story: Story) -> None:
    """One that cannot be written holds up nobody's news: the log says which, and a job tries again
    where the disk was full."""
    try:
        render_story(story)
    except PublicationStopped:
        logger.exception("story %s: its page could not be written", story.pk)
    except OSError:
        logger.exception("story %s: its page could not be written", story.pk)
        forget_file(story)


def picture_changed(picture: Picture) -> None:
    """Its credit or what it is called stands on the pages that show it.

    The picture is saved already: a page that cannot be written stays as it was, which is logged.
    """
    for story in showing(picture):
        try:
            render_story(story)
        except (OSError, PublicationStopped):
            logger.exception("story %s: its page could not be written", story.pk)


@contextmanager
def lists_at_the_end() -> Iterator[None]:
    """Within the block stories are written alone; all lists once, when it ends. For bulk work."""
    token = _lists_wait.set(True)
    try:
        yield
    finally:
        _lists_wait.reset(token)
        render_lists(all_sections(), deep=True)


def render_story(story: Story, around: Around | None = None, *, card: bool = True) -> None:
    """Write the story in both languages; raises PublicationStopped for personal data.

    `around` is read where it is not given; `card`: its share card as well, if it needs one.
    """
    numbers = check_personal_data(story, story.live_revision_id)
    write_pictures(story)
    path, around = story.public_path(), around or Around.of(story)
    if card:
        write_card_of(story, around.site)
    with files.together():
        for language in TREES:
            with reading_in(language) as tree:
                write_page(f"{tree}/{path}", story_page(story, around), numbers)
    if story.file_path and story.file_path != path:
        _remove_pages(story.file_path)
    if story.file_path != path:
        Story.objects.filter(pk=story.pk).update(file_path=path)


def write_card_of(story: Story, site: Site) -> bool:
    """The share card of a story that has no cover to stand for it; whether it was drawn."""
    if story.cover is not None:
        remove_cards(story.pk)
        return False
    return write_card(card_of(story, site.column_of(story)))


def remove(story: Story, *, shown: Iterable[Picture] = ()) -> None:
    """Take a story and its pictures off the site, `shown` until now among them; lists are written
    anew by the caller.

    At the address of a withdrawn story a page stays that says when and why.
    """
    path = story.file_path or story.public_path()
    if story.withdrawal is None:
        _remove_pages(path)
    else:
        try:
            render_withdrawn(story, path)
        except (OSError, PublicationStopped):
            # what is withdrawn goes, also where a full disk takes no page that says so
            _remove_pages(path)
            logger.exception("story %s: its notice could not be written", story.pk)
    remove_unshown([*story.pictures, *shown], but=story.pk if story.live else None)
    remove_cards(story.pk)
    Story.objects.filter(pk=story.pk).update(file_path="" if story.withdrawal is None else path)


def render_withdrawn(story: Story, path: str) -> None:
    """Write the page that stays in a withdrawn story's place, in both languages."""
    for language in TREES:
        with reading_in(language) as tree:
            write_page(f"{tree}/{path}", withdrawn_page(story, path))


def render_lists(
    sections: Iterable[Section], *, deep: bool = False, since: datetime | None = None
) -> int:
    """Write the lists and feeds of these sections; `deep` for the older pages too, with `since`
    for those alone which a story of that moment can have changed.

    Returns the number of files that changed.
    """
    changed = 0
    for section in sections:
        with files.lock(f"lists of {section.folder}"):
            site = Site.now()
            changed += write_card(card_of(section.page))
            with files.together():
                for one in every_page(section, since=since) if deep else first_pages(section):
                    changed += _write_list(section, one, site)
                changed += _write_beside(section, deep=deep)
            if deep:
                _remove_surplus(section)
    return changed


def withdrawn() -> list[Story]:
    """Stories at whose address a notice stands instead."""
    told = Story.objects.filter(
        live=False, notices__kind=NoticeKind.WITHDRAWAL, notices__state=NoticeState.PUBLIC
    )
    return [story for story in told.distinct() if story.withdrawal is not None]


def unrendered() -> list[Story]:
    """Live stories whose last version is not in their file: the machine stopped between the commit
    and the writing, or the disk was full.

    A file that got lost later is looked for among the newest alone: `qixin rebuild` writes all.
    """
    live = Story.objects.live().defer("body")
    newest = live.filter(last_published_at__gt=clock.now() - LOOKED_AFTER).exclude(file_path="")
    lost = [story for story in newest if not files.exists(f"zh/{story.public_path()}")]
    return [*live.filter(file_path=""), *lost]


def forget_file(story: Story) -> None:
    """What is in the story's file is not what it says now: `unrendered` finds it."""
    Story.objects.filter(pk=story.pk).update(file_path="")


def untold() -> list[Story]:
    """Withdrawn stories without the page that says so."""
    told = withdrawn()
    return [one for one in told if not files.exists(f"zh/{one.file_path or one.public_path()}")]


def _write_list(section: Section, one: ListPage, site: Site) -> int:
    changed = 0
    for language in TREES:
        with reading_in(language) as tree:
            markup = list_page(section, one, site=site)
            changed += write_page(f"{tree}/{section.folder}{one.name}", markup)
    return changed


def write_older_pages(section: Section, numbers: Iterable[int]) -> int:
    """Write these numbered pages of a list, and remove those that it has no more; the caller holds
    the list's lock. Returns the number of files that changed."""
    changed, site = 0, Site.now()
    for number in numbers:
        one = numbered_page(section, number)
        if one is None:
            _remove_pages(section.folder + page_name(number))
        changed += _write_list(section, one, site) if one is not None else 1
    return changed


def _write_beside(section: Section, *, deep: bool) -> int:
    """What other programs read of a section; its sitemap, which grows with it, only when `deep`."""
    changed, stories = 0, newest(section)
    check_listed(stories)
    if isinstance(section.page, Home):
        changed += files.write(ROBOTS, robots().encode())
    for language in TREES:
        with reading_in(language) as tree:
            folder = f"{tree}/{section.folder}"
            changed += files.write(f"{folder}feed.xml", feed(section, stories).encode())
            changed += files.write(f"{folder}feed.json", json_feed(section, stories).encode())
            changed += files.write(f"{folder}ninjs.json", ninjs_feed(section, stories).encode())
            changed += files.write(f"{folder}latest.json", latest(section, stories).encode())
            if isinstance(section.page, Column):
                changed += write_page(f"{folder}embed.html", embedded_page(section, stories))
            if isinstance(section.page, Home):
                changed += write_page(f"{folder}offline.html", offline_page())
            if deep:
                changed += files.write(f"{folder}sitemap.xml", sitemap(section).encode())
    return changed


def _remove_pages(path: str) -> None:
    for tree in TREES.values():
        files.remove(f"{tree}/{path}")


def remove_section(page: object) -> None:
    """Remove a section's files: it was unpublished, deleted, or its address changed."""
    section = section_of(page)  # type: ignore[arg-type]
    remove_cards(section.page.pk)
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
    number = max(1, section.count() // PER_PAGE)
    while files.exists(f"zh/{section.folder}{page_name(number)}"):
        _remove_pages(section.folder + page_name(number))
        number += 1
