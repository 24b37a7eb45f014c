"""Pictures: gallery, QR code, map, chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import segno
from django import template
from django.conf import settings
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from qixin.ui.components.rendering import new_id, pick_values, render_component

register = template.Library()


@register.simple_tag
def qr(content: str, caption: str = "", size: int = 220) -> SafeString:
    """`content` as a QR code in SVG, error correction M, with a caption below."""
    drawn = segno.make(content, error="m").svg_inline(border=2, omitsize=True, dark="#10181b")
    return render_component("qr", {"drawn": mark_safe(drawn), "caption": caption, "size": size})  # noqa: S308 - ours


@register.simple_tag
def media_gallery(items: Iterable[Any], label: str = "") -> SafeString:
    """Items: `kind` (image, video, audio, file), `full` [, `thumb`, `alt`, `caption`, `name`]."""
    shown = [pick_values(item, "kind", "full", "thumb", "alt", "caption", "name") for item in items]
    parts = {"items": shown, "label": label or _("Pictures and files")}
    return render_component("media_gallery", parts)


@register.simple_tag(takes_context=True)
def map_view(
    context: template.Context,
    content: Mapping[str, Any],
    label: str = "",
    css: str = "",
    pick: str = "",
    keep: str = "",
) -> SafeString:
    """A map, WGS-84; `content` as `frontend/src/map.js` reads it, which the page must load.

    `keep` names a map that stays as the reader moved it when htmx swaps what is around it.
    """
    source = f"{keep}-source" if keep else new_id("map")
    parts = {
        "source": source, "keep": keep, "script": json_script(dict(content), source),
        "css": css, "pick": pick, "label": label or _("Map"), "tiles": settings.QIXIN_MAP_TILES,
    }  # fmt: skip
    return render_component("map_view", parts)


@register.simple_tag
def chart(content: Mapping[str, Any], label: str, css: str = "", keep: str = "") -> SafeString:
    """A chart; `content` as `frontend/src/chart.js` reads it, which the page must load.

    `keep` names a chart that stays when htmx swaps what is around it. With "table_every" n in
    `content`, the table of the same figures has every n-th category and the last.
    """
    source = f"{keep}-source" if keep else new_id("chart")
    spark = "ui-chart-spark" if content.get("kind") == "spark" else ""
    parts = {
        "source": source, "script": json_script(dict(content), source), "label": label,
        "css": f"{spark} {css}", "content": content, "keep": keep, "rows": _figures(content),
    }  # fmt: skip
    return render_component("chart", parts)


def _figures(content: Mapping[str, Any]) -> list[tuple[Any, list[Any]]]:
    """The chart as rows: category and one value a series."""
    columns = [one["values"] for one in content["series"]]
    last, every = len(content["categories"]) - 1, content.get("table_every", 1)
    return [
        (name, [column[at] for column in columns])
        for at, name in enumerate(content["categories"])
        if at % every == 0 or at == last
    ]
