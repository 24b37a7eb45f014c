"""What other programs read of a section: Atom (RFC 4287), JSON Feed 1.1, what is newest, sitemaps.

Each is a document as text in the language in force; the same stories give the same text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from qixin.core import clock
from qixin.newsroom.models import Column, Story
from qixin.newsroom.models.addresses import TREES, identity
from qixin.newsroom.publication.packages.ninjs import LANGUAGE, STANDARD, brief_object
from qixin.newsroom.publication.pages import absolute
from qixin.newsroom.publication.sections import Section
from qixin.newsroom.tree import BY_PATH
from qixin.ui.context import district_name

ENTRIES = 50
JSON_FEED = "https://jsonfeed.org/version/1.1"
ROBOTS = "robots.txt"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
# So many addresses a sitemap may hold at most (sitemaps.org).
MOST_ADDRESSES = 50_000
# The front page is there before anybody publishes it, and says of itself since when.
BEFORE_ALL = datetime(2020, 1, 1, tzinfo=UTC)


def newest(section: Section) -> list[Story]:
    """The stories that stand in a section's feed."""
    return list(section.stories()[:ENTRIES])


class DatedFeed(Atom1Feed):
    """An Atom feed that, empty, was last changed when its section was founded, and not just now."""

    def latest_post_date(self) -> datetime:
        at: datetime = super().latest_post_date() if self.items else self.feed["founded"]
        return at


def feed(section: Section, stories: Iterable[Story]) -> str:
    """These stories of a section as an Atom document in the language in force."""
    page = section.page
    document = DatedFeed(
        title=page.name,
        link=absolute(section.folder + "index.html"),
        feed_url=absolute(section.folder + "feed.xml"),
        description=page.about,
        language=get_language(),
        author_name=district_name(),
        feed_guid=absolute(section.folder + "feed.xml"),
        founded=page.first_published_at or BEFORE_ALL,
    )
    columns = {column.path: column.name for column in Column.objects.all()}
    for story in stories:
        document.add_item(
            title=story.title,
            link=absolute(story.public_path()),
            # Django's feed calls it HTML
            description=escape(story.summary),
            author_name=story.byline or district_name(),
            unique_id=story.identity,
            pubdate=story.published_on,
            updateddate=_changed(story),
            categories=[columns[story.path[: -Story.steplen]]],
        )
    return document.writeString("utf-8")


def json_feed(section: Section, stories: Iterable[Story]) -> str:
    """These stories of a section as a JSON Feed in the language in force."""
    page = section.page
    document = {
        "version": JSON_FEED,
        "title": page.name,
        "home_page_url": absolute(section.folder + "index.html"),
        "feed_url": absolute(section.folder + "feed.json"),
        "description": page.about,
        "language": "en" if get_language() == "en" else "zh-CN",
        "authors": [{"name": district_name()}],
        "items": [_item(story) for story in stories],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def ninjs_feed(section: Section, stories: Sequence[Story]) -> str:
    """The section as one composite news object of ninjs 3.1, its stories associated, without their
    bodies: those are at the addresses."""
    page, at = section.page, max((_changed(story) for story in stories), default=None)
    changed = {"versionCreated": clock.local(at).isoformat(timespec="seconds")} if at else {}
    founded = page.first_published_at or BEFORE_ALL
    document = {
        "uri": identity(f"section/{page.pk}", clock.local(founded).date()),
        "standard": STANDARD,
        "type": "composite",
        "representationType": "partial",
        "language": LANGUAGE,
        "pubStatus": "usable",
        **changed,
        "title": page.name,
        "altIds": [{"role": "web", "value": absolute(section.folder)}],
        "associations": [
            {"name": f"story-{number}", "rel": "item", **brief_object(story)}
            for number, story in enumerate(stories, start=1)
        ],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def latest(section: Section, stories: Sequence[Story]) -> str:
    """The newest stories' ids, newest first: what an open page asks for to say how many are new."""
    return json.dumps({"newest": [story.pk for story in stories]}, separators=(",", ":"))


def sitemap(section: Section) -> str:
    """A column's stories; of a topic and the front page an index of the sitemaps below."""
    if isinstance(section.page, Column):
        rows = section.stories()[:MOST_ADDRESSES]
        places = [(absolute(story.public_path()), _changed(story)) for story in rows]
        return _sitemap("urlset", "url", places)
    below = Column.objects.live().descendant_of(section.page).order_by(BY_PATH)
    shown = [column for column in below if column.merged_into_id is None]
    folders = [column.public_path().removesuffix("index.html") for column in shown]
    places = [(absolute(f"{folder}sitemap.xml"), None) for folder in folders]
    return _sitemap("sitemapindex", "sitemap", places)


def robots() -> str:
    """What search engines are told: they may read all, and where the sitemaps are (RFC 9309)."""
    maps = [f"{settings.QIXIN_SITE_URL}/{tree}/sitemap.xml" for tree in TREES.values()]
    return "\n".join(["User-agent: *", "Allow: /", "", *(f"Sitemap: {one}" for one in maps), ""])


def _sitemap(root: str, entry: str, places: Iterable[tuple[str, datetime | None]]) -> str:
    lines = [
        f"<{entry}><loc>{escape(address)}</loc>"
        + (f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else "")
        + f"</{entry}>"
        for address, at in places
    ]
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{SITEMAP}">'
    return "\n".join([head, *lines, f"</{root}>\n"])


def _item(story: Story) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": story.identity,
        "url": absolute(story.public_path()),
        "title": story.title,
        "content_text": story.summary or story.title,
        "date_published": clock.local(story.published_on or clock.now()).isoformat(),
        "date_modified": clock.local(_changed(story)).isoformat(),
        "authors": [{"name": story.byline or district_name()}],
    }
    if story.cover:
        found["image"] = f"{settings.QIXIN_SITE_URL}/{story.cover.public_file('web')}"
    return found


def _changed(story: Story) -> datetime:
    at: datetime = max(story.last_published_at or clock.now(), story.published_on or clock.now())
    return at
