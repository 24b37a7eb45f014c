"""Published stories for other systems."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from qixin.core.errors import NotFound
from qixin.core.moments import Moment
from qixin.newsroom import selectors
from qixin.newsroom.models import Story
from qixin.newsroom.models.addresses import public_url

router = Router(tags=["newsroom"])
MOST = 100


class StoryOut(Schema):
    id: int
    title: str
    summary: str
    column: str
    url: str
    published_at: datetime
    updated_at: datetime | None
    picture: str | None


class StoryInFull(StoryOut):
    byline: str
    credits: list[str]
    html: str


class Stories(Schema):
    count: int
    items: list[StoryOut]


@router.get("/stories", response=Stories, summary="Published stories, newest first")
def stories(
    request: HttpRequest,
    column: str = "",
    since: Moment | None = None,
    until: Moment | None = None,
    offset: int = Query(0, ge=0, le=1_000_000),
    limit: int = Query(20, ge=1, le=MOST),
) -> dict[str, object]:
    found = selectors.published()
    if column:
        found = found.filter(path__within=selectors.column(column).path)
    if since:
        found = found.filter(published_on__gte=since)
    if until:
        found = found.filter(published_on__lt=until)
    return {
        "count": found.count(),
        "items": [_brief(story) for story in found[offset : offset + limit]],
    }


@router.get("/stories/{story_id}", response=StoryInFull, summary="One published story")
def story(request: HttpRequest, story_id: int) -> dict[str, object]:
    # beyond what a column of ids holds, SQLite does not compare but fails
    found = selectors.published().filter(pk=story_id).first() if abs(story_id) < 2**63 else None
    if found is None:
        raise NotFound(_("There is no such story, or you may not see it."))
    return {
        **_brief(found),
        "byline": found.byline,
        "credits": found.credits.splitlines(),
        "html": str(found.body),
    }


def _brief(story: Story) -> dict[str, object]:
    cover = story.cover
    return {
        "id": story.pk,
        "title": story.title,
        "summary": story.summary,
        "column": story.column.slug,
        "url": settings.QIXIN_SITE_URL + public_url(story.public_path()),
        "published_at": story.published_on,
        "updated_at": story.last_published_at,
        "picture": f"{settings.QIXIN_SITE_URL}/{cover.public_file('web')}" if cover else None,
    }
