"""What the desk and the review page show of a story in review."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qixin.core import clock
from qixin.ui.components.pieces import badge

register = template.Library()


@register.simple_tag
def time_left(due_at: datetime) -> SafeString:
    """The minutes until `due_at` as the server knows them; a script counts on by the second."""
    seconds = (due_at - clock.now()).total_seconds()
    minutes = int(abs(seconds) // 60)
    words = (
        ngettext("%(count)d minute left", "%(count)d minutes left", minutes)
        if seconds >= 0
        else ngettext("overdue by %(count)d minute", "overdue by %(count)d minutes", minutes)
    ) % {"count": minutes}
    return format_html(
        '<time class="review-left{}" datetime="{}" data-countdown data-left="{}" data-over="{}">'
        "{}</time>",
        "" if seconds >= 0 else " is-over",
        due_at.isoformat(),
        _("{} left"),
        _("overdue by {}"),
        words,
    )


@register.simple_tag
def embargo_badge(until: datetime) -> SafeString:
    """That a story must not be public before `until`."""
    moment = f"{clock.local(until):%m-%d %H:%M}"
    return badge(_("Embargo until %(until)s") % {"until": moment}, "warning", "hourglass")


@register.simple_tag
def held_badge(story: Any) -> SafeString:
    """Who works on a story alone, and since when."""
    since = f" {clock.local(story.locked_at):%m-%d %H:%M}" if story.locked_at else ""
    return badge(f"{story.locked_by or '–'}{since}", "info", "lock")


@register.simple_tag
def open_badge(users: list[Any]) -> SafeString:
    """Who has a story open in the editor now."""
    names = "、".join(str(user) for user in users)
    return badge(_("Open: %(who)s") % {"who": names}, "info", "pencil")


@register.filter
def address_in_back_office(picture: Any) -> str:
    """A picture of a draft, at the size in which it is read."""
    return str(picture.get_rendition("max-800x800").url)
