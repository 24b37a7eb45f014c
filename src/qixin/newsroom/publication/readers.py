"""What readers sent in, on the pages where it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from qixin.newsroom.enums import SHOWN_STATES, SectionState
from qixin.newsroom.enums.readers import CallState, Showing
from qixin.newsroom.models import CallEntry, CallOut, Column, GalleryPicture, ReaderMessage, Story
from qixin.newsroom.models.addresses import TREES
from qixin.newsroom.publication import files
from qixin.newsroom.publication.checked import check_page
from qixin.newsroom.stops import check_personal_data

# A page is read, not scrolled for ever: the newest ones.
MOST_SHOWN = 50
SIZES = ("web", "thumb")


@dataclass(frozen=True)
class TakingPart:
    """The block under a story or column: `about` names the page in its forms."""

    about: str
    messages: list[ReaderMessage]
    # a column that takes nothing any more only shows what was said
    is_open: bool
    is_story: bool


def taking_part(
    page: Story | Column, column: Column, messages: list[ReaderMessage] | None = None
) -> TakingPart:
    """The block under a page of this column; `messages` are read where they are not given."""
    if messages is None:
        messages = messages_under([page.pk]).get(page.pk, [])
    return TakingPart(
        about=reference_of(page),
        messages=messages[:MOST_SHOWN],
        is_open=column.state in (SectionState.ACTIVE, SectionState.PAUSED),
        is_story=isinstance(page, Story),
    )


def messages_under(pages: Iterable[int]) -> dict[int, list[ReaderMessage]]:
    """The messages that are shown under each of these pages, newest first."""
    shown = ReaderMessage.objects.filter(page__in=list(pages), state=Showing.SHOWN)
    found: dict[int, list[ReaderMessage]] = {}
    for message in shown.order_by("-shown_at", "-id"):
        found.setdefault(message.page_id, []).append(message)
    return found


def open_calls(page: Any) -> list[CallOut]:
    """The call-outs of a section that are open."""
    found = CallOut.objects.filter(section=page.pk, state=CallState.OPEN)
    return list(found.order_by("closes_at", "id"))


def reference_of(page: Story | Column) -> str:
    """How forms name a page."""
    return f"{'story' if isinstance(page, Story) else 'column'}:{page.pk}"


def shown_name(sent: ReaderMessage | CallEntry) -> str:
    """The name that the sender wished, or that there is none."""
    return sent.name or pgettext("sender of a message", "A reader")


def write_around(held: ReaderMessage | CallEntry) -> None:
    """Write the one page where it is shown, or was. Raises OSError, PublicationStopped."""
    # here, for stories' pages ask us for their block
    from qixin.newsroom.publication.calls import write_call
    from qixin.newsroom.publication.publishing import render_lists, render_story
    from qixin.newsroom.publication.sections import section_of

    if isinstance(held, CallEntry):
        write_call(CallOut.objects.get(pk=held.call_id))
        return
    page = held.page.specific
    if isinstance(page, Story) and page.live:
        render_story(page)
    elif isinstance(page, Column) and page.live and page.state in SHOWN_STATES:
        render_lists([section_of(page)])


def check_around(held: ReaderMessage | CallEntry) -> None:
    """Raises PublicationStopped where the page, with it as it stands now, could not be written.

    What is harmless by itself may read like a person's number beside what stands around it, and a
    page that is refused could not be corrected any more.
    """
    from qixin.newsroom.publication.calls import call_page, gallery
    from qixin.newsroom.publication.pages import Around, list_page, reading_in, story_page
    from qixin.newsroom.publication.sections import first_pages, section_of

    page = held.call if isinstance(held, CallEntry) else held.page.specific
    numbers: frozenset[str] = frozenset()
    if isinstance(page, Story):
        numbers = check_personal_data(page, page.live_revision_id)
    for language in TREES:
        with reading_in(language):
            if isinstance(page, CallOut):
                markup = call_page(page, gallery(page))
            elif isinstance(page, Story):
                markup = story_page(page, Around.of(page))
            else:
                section = section_of(page)
                *_older, first = first_pages(section)
                markup = list_page(section, first)
            check_page(markup, numbers)


def write_gallery_picture(picture: GalleryPicture) -> None:
    """Copy its renditions, which hold pixels and nothing else, unless they are there already."""
    for size in SIZES:
        rendition = getattr(picture.attachment, size) or picture.attachment.web
        if not files.exists(picture.public_file(size)):
            with rendition.open("rb") as stream:
                files.write(picture.public_file(size), stream.read())


def remove_gallery_picture(picture: GalleryPicture) -> None:
    for size in SIZES:
        files.remove(picture.public_file(size))
