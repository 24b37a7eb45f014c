"""A story as a news object of ninjs 3.1 (IPTC, https://iptc.org/standards/ninjs/)."""

from __future__ import annotations

from html import escape
from typing import Any

from django.conf import settings

from qixin.core import clock
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


def news_object(story: Story) -> dict[str, Any]:
    """The version `story` with headlines, text as HTML and plain, credits, and its pictures."""
    parts = list(parts_of(story))
    address = settings.QIXIN_SITE_URL + public_url(story.public_path())
    told: dict[str, Any] = {
        "uri": _identity(story),
        "standard": STANDARD,
        "type": "text",
        "representationType": "full",
        "language": LANGUAGE,
        "pubStatus": "usable",
        "version": f"{story.live_revision_id or 0}",
        "firstCreated": _moment(story.first_published_at),
        "versionCreated": _moment(story.last_published_at),
        "contentCreated": _moment(story.published_on),
        "title": story.title,
        "headlines": [{"role": "main", "contentType": "text/plain", "value": story.title}],
        "descriptions": _texts("summary", story.summary),
        "bodies": [
            {"role": "main", "contentType": "text/html", "value": _markup(parts)},
            {"role": "main", "contentType": "text/plain", "value": plain_text(story)},
        ],
        "by": story.byline or district_name(),
        "copyrightHolder": district_name(),
        "infoSources": [
            {"name": line, "role": "contributor"} for line in story.credits.splitlines() if line
        ],
        "subjects": [{"name": story.column.title, "rel": "category"}],
        "altIds": [{"role": "web", "value": address}],
        "associations": [
            _association(part, number)
            for number, part in enumerate((p for p in parts if p.picture), start=1)
        ],
    }
    return {key: value for key, value in told.items() if value not in ("", None, [])}


def picture_address(picture: Picture) -> str:
    return f"{settings.QIXIN_SITE_URL}/{picture.public_file('web')}"


def _identity(story: Story) -> str:
    """The same for ever, also when the story moves (NewsML URN, RFC 3085)."""
    host = settings.QIXIN_SITE_URL.split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    day = clock.local(story.first_published_at or clock.now())
    return f"urn:newsml:{host}:{day:%Y%m%d}:story-{story.pk}"


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
    return {key: value for key, value in told.items() if value not in ("", [])}


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
    return f"<p>{text}</p>"
