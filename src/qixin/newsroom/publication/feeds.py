"""Atom (RFC 4287) of the whole site, a topic, a column."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from qixin.core import clock
from qixin.newsroom.models import Column, Story
from qixin.newsroom.publication.pages import absolute
from qixin.newsroom.publication.sections import Section
from qixin.ui.context import district_name

ENTRIES = 50


def newest(section: Section) -> list[Story]:
    """The stories that stand in a section's feed."""
    return list(section.stories()[:ENTRIES])


def feed(section: Section, stories: Iterable[Story]) -> str:
    """These stories of a section as an Atom document in the language in force."""
    page = section.page
    document = Atom1Feed(
        title=page.name,
        link=absolute(section.folder + "index.html"),
        feed_url=absolute(section.folder + "feed.xml"),
        description=page.about,
        language=get_language(),
        author_name=district_name(),
        feed_guid=absolute(section.folder + "feed.xml"),
    )
    columns = {column.path: column.name for column in Column.objects.all()}
    for story in stories:
        document.add_item(
            title=story.title,
            link=absolute(story.public_path()),
            description=story.summary,
            author_name=story.byline or district_name(),
            unique_id=_identity(story),
            pubdate=story.published_on,
            updateddate=max(story.last_published_at or clock.now(), story.published_on),
            categories=[columns[story.path[: -Story.steplen]]],
        )
    return document.writeString("utf-8")


def _identity(story: Story) -> str:
    """The same for ever, also when the story moves (RFC 4151)."""
    host = settings.QIXIN_SITE_URL.split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    day = clock.local(story.first_published_at or story.published_on)
    return f"tag:{host},{day:%Y-%m-%d}:story/{story.pk}"
