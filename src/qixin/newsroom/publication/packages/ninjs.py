"""A story as a news object of ninjs 3.1 (IPTC, https://iptc.org/standards/ninjs/)."""

from __future__ import annotations

from html import escape
from typing import Any

from django.conf import settings

from qixin.core import clock
from qixin.newsroom.embargo import not_before
from qixin.newsroom.models import Picture, Story
from qixin.newsroom.models.addresses import public_url
from qixin.newsroom.publication.packages.parts import Part, parts_of, plain_text
from qixin.ui.context import district_name

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
LANGUAGE = "zh-Hans"


def brief_object(story: Story) -> dict[str, Any]:
    """What is told of `story` apart from its text and pictures."""
    address = settings.QIXIN_SITE_URL + public_url(story.public_path())
    told: dict[str, Any] = {
        "uri": story.identity,
        "type": "text",
        "representationType": "partial",
        "language": LANGUAGE,
        "pubStatus": "usable",
        "version": f"{story.live_revision_id or story.latest_revision_id or 0}",
        "firstCreated": _moment(story.first_published_at),
        "versionCreated": _moment(story.last_published_at),
        "embargoedUntil": _moment(not_before(story)),
        "contentCreated": _moment(story.published_on),
        "title": story.title,
        "headlines": [{"role": "main", "contentType": "text/plain", "value": story.title}],
        "descriptions": _texts("summary", story.summary),
        "by": story.byline or district_name(),
        "copyrightHolder": district_name(),
        "infoSources": [
            {"name": line, "role": "contributor"} for line in story.credits.splitlines() if line
        ],
        "altIds": [{"role": "web", "value": address}],
    }
    return _without_empty(told)


def news_object(story: Story) -> dict[str, Any]:
    """The version `story` with headlines, text as HTML and plain, credits, and its pictures."""
    parts = list(parts_of(story))
    whole: dict[str, Any] = {
        **brief_object(story),
        "standard": STANDARD,
        "representationType": "full",
        "bodies": [
            {"role": "main", "contentType": "text/html", "value": _markup(parts)},
            {"role": "main", "contentType": "text/plain", "value": plain_text(story)},
        ],
        "subjects": [{"name": story.column.title, "rel": "category"}],
        "associations": [
            _association(part, number)
            for number, part in enumerate((p for p in parts if p.picture), start=1)
        ],
    }
    return _without_empty(whole)


def picture_address(picture: Picture) -> str:
    return f"{settings.QIXIN_SITE_URL}/{picture.public_file('web')}"


def _without_empty(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if value not in ("", None, [])}


def _moment(moment: Any) -> str | None:
    return clock.local(moment).isoformat(timespec="seconds") if moment else None


def _texts(role: str, text: str) -> list[dict[str, str]]:
    return [{"role": role, "contentType": "text/plain", "value": text}] if text else []


def _association(part: Part, number: int) -> dict[str, Any]:
    picture = part.picture
    assert picture is not None  # noqa: S101 - chosen by the caller
    told = {
        "name": f"picture-{number}",
        "rel": "illustrates",
        "uri": picture_address(picture),
        "type": "picture",
        "by": part.credit,
        "descriptions": _texts("caption", part.text),
        "renditions": [
            {"name": "web", "href": picture_address(picture), "contentType": "image/jpeg"}
        ],
    }
    return _without_empty(told)


def _markup(parts: list[Part]) -> str:
    return "\n".join(_as_html(part) for part in parts)


def _as_html(part: Part) -> str:
    text, credit = escape(part.text), escape(part.credit)
    if part.kind == "heading":
        return f"<h2>{text}</h2>"
    if part.kind == "quote":
        return f"<blockquote><p>{text}</p>{f'<cite>{credit}</cite>' if credit else ''}</blockquote>"
    if part.picture is not None:
        shown = f'<img src="{escape(picture_address(part.picture))}" alt="{text}">'
        below = " ".join(one for one in (text, credit) if one)
        return f"<figure>{shown}<figcaption>{below}</figcaption></figure>"
    if part.address:
        return f'<p><a href="{escape(part.address)}">{text}</a></p>'
    return f"<p>{text}</p>"
