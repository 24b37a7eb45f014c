"""Small pieces: icon, badge, time, figure, masked value, empty state, timeline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qixin.ui.components.frame import asset
from qixin.ui.components.rendering import checked_tone, new_id, pick_values, render_component
from qixin.ui.icons import icons

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of `frontend/icons.txt`; hidden from screen readers unless it has a `label`."""
    return _drawn(name, str(label), css)


@lru_cache(maxsize=1024)
def _drawn(name: str, label: str, css: str) -> SafeString:
    if name not in icons():
        raise template.TemplateSyntaxError(f"icon {name!r} is not in frontend/icons.txt")
    named = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon {}" {}><use href="{}#{}"></use></svg>',
        css,
        named,
        asset("icons.svg"),
        name,
    )


@register.simple_tag
def badge(text: Any, tone: str = "neutral", icon: str = "") -> SafeString:
    return render_component("badge", {"text": text, "tone": checked_tone(tone), "icon": icon})


@register.simple_tag
def when(moment: datetime | date | None, style: str = "short") -> SafeString:
    """A <time> in the district's zone: today the hour, this year day and hour, else the date."""
    if moment is None:
        return mark_safe('<span class="text-secondary">–</span>')
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    full = date_format(local, _full_format(local))
    shown = full if style == "full" else date_format(local, _short_format(local))
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), full, shown)


def _full_format(local: datetime | date) -> str:
    day = "Y年n月j日" if get_language() == "zh-hans" else "j M Y"
    return f"{day} H:i" if isinstance(local, datetime) else day


def _short_format(local: datetime | date) -> str:
    today = timezone.localdate()
    chinese = get_language() == "zh-hans"
    if isinstance(local, datetime):
        if local.date() == today:
            return "H:i"
        if local.year == today.year:
            return "n月j日 H:i" if chinese else "j M H:i"
    return "Y年n月j日" if chinese else "j M Y"


@register.simple_tag
def copy_button(text: str, label: str = "") -> SafeString:
    return render_component("copy_button", {"text": text, "label": label or _("Copy")})


@register.simple_tag
def masked(value: str, url: str = "", field: str = "", label: str = "") -> SafeString:
    """A masked value; with `url`, a button that asks why and posts `field` and `reason` there.

    The view answers with `ui/components/unmasked.html`, context `value`, or refuses.
    """
    parts = {"value": value, "url": url, "field": field, "label": label, "id": new_id("masked")}
    return render_component("masked", parts)


@register.simple_tag
def stat(
    label: Any,
    value: Any,
    href: str = "",
    tone: str = "neutral",
    hint: Any = "",
    unit: Any = "",
    icon: str = "",
) -> SafeString:
    """A figure. `href` is the list that it was counted from."""
    parts = {
        "label": label,
        "value": value,
        "href": href,
        "tone": checked_tone(tone),
        "hint": hint,
        "unit": unit,
        "icon": icon,
    }
    return render_component("stat", parts)


@register.simple_tag
def empty(
    title: Any,
    text: Any = "",
    icon: str = "inbox",
    href: str = "",
    action: Any = "",
    level: int = 2,
) -> SafeString:
    """Nothing here (yet): says why, and offers the next step."""
    parts = {
        "title": title,
        "text": text,
        "icon": icon,
        "href": href,
        "action": action,
        "level": level,
    }
    return render_component("empty", parts)


@register.simple_tag
def timeline(entries: Iterable[Any]) -> SafeString:
    """Entries (mappings or objects): `at`, `text` [, `who`, `note`, `icon`, `tone`, `href`,
    `files`, each with `name` and `href`]."""
    rows = [
        pick_values(entry, "at", "text", "who", "note", "icon", "tone", "href", "files")
        for entry in entries
    ]
    return render_component("timeline", {"entries": rows})
