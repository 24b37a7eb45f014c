"""States of coverage and placements as people read them: words and a tone."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.newsroom.enums import CoverageState, PlacementState, Protection
from qixin.newsroom.models import CoverageItem, Outing, Placement
from qixin.newsroom.selectors.contributors import Span
from qixin.ui.components.pieces import badge

register = template.Library()
_COVERAGE_TONES: dict[str, str] = {
    CoverageState.PLANNED: "neutral",
    CoverageState.UNDER_WAY: "success",
    CoverageState.BACK: "warning",
    CoverageState.DELIVERED: "info",
    CoverageState.CANCELLED: "neutral",
}
_PLACEMENT_TONES: dict[str, str] = {
    PlacementState.OFFERED: "info",
    PlacementState.TAKEN: "success",
    PlacementState.NOT_TAKEN: "warning",
    PlacementState.WITHDRAWN: "neutral",
}


@register.simple_tag
def coverage_state(item: CoverageItem) -> SafeString:
    return badge(item.get_state_display(), _COVERAGE_TONES[item.state])


@register.simple_tag
def placement_state(placement: Placement) -> SafeString:
    return badge(placement.get_state_display(), _PLACEMENT_TONES[placement.state])


@register.simple_tag
def protection(item: CoverageItem, style: str = "") -> SafeString | str:
    """What has to be worn; nothing where nothing is, unless `style` is "all"."""
    if item.protection == Protection.FULL:
        return badge(item.get_protection_display(), "danger", "shield-lock")
    if item.protection == Protection.BASIC:
        return badge(item.get_protection_display(), "warning", "shield")
    return item.get_protection_display() if style == "all" else ""


@register.simple_tag
def pieces(item: CoverageItem) -> SafeString:
    """Of each kind, how many are there of how many; those that are overdue stand out."""
    return format_html_join(
        " ",
        "{}",
        (
            (
                badge(
                    f"{one.get_kind_display()} {one.delivered}/{one.count}",
                    "danger" if one.is_overdue else "neutral" if one.missing else "success",
                ),
            )
            for one in item.deliverables.all()
        ),
    )


@register.simple_tag
def hours(item: CoverageItem, style: str = "") -> SafeString:
    """From when to when; the day too with style "full", or where it is not one day."""
    start, end = clock.local(item.starts_at), clock.local(item.ends_at)
    day = "n月j日 H:i" if get_language() == "zh-hans" else "j M H:i"
    one_day = start.date() == end.date()
    first = date_format(start, day if style == "full" or not one_day else "H:i")
    last = date_format(end, "H:i" if one_day else day)
    return format_html('<time datetime="{}">{}–{}</time>', start.isoformat(), first, last)


@register.simple_tag
def lateness(outing: Outing) -> SafeString | str:
    """How long somebody is out beyond the plan, yellow at first, then red."""
    if not outing.lateness:
        return ""
    minutes = int((clock.now() - outing.due_back).total_seconds() // 60)
    if minutes < 60:
        said = ngettext("%(n)d minute late", "%(n)d minutes late", minutes) % {"n": minutes}
    else:
        n = minutes // 60
        said = ngettext("%(n)d hour late", "%(n)d hours late", n) % {"n": n}
    return badge(said, "danger" if outing.lateness == "far" else "warning", "clock-exclamation")


@register.simple_tag
def outdated(placement: Placement) -> SafeString | str:
    """What the outlet should be told: the story is not any more what was offered."""
    story = placement.story
    if story is None:
        return badge(_("story deleted"), "danger", "file-x")
    if not story.live:
        return badge(_("taken off since"), "danger", "ban")
    return badge(_("changed since"), "warning", "edit") if placement.is_outdated else ""


@register.simple_tag
def staff_url(span: Span, kind: str, staff: int) -> str:
    """The list behind a number of a staff reporter."""
    asked = {"kind": kind, "from": f"{span.first}", "until": f"{span.last}", "staff": f"{staff}"}
    return f"{reverse('newsroom:staff_contributions')}?{urlencode(asked)}"


@register.simple_tag
def contributions_url(span: Span, kind: str, group: int = 0, person: int = 0) -> str:
    """The list behind a number of the contributors' board."""
    asked = {"kind": kind, "from": f"{span.first}", "until": f"{span.last}"}
    asked |= {"group": f"{group}"} if group else {}
    asked |= {"person": f"{person}"} if person else {}
    return f"{reverse('newsroom:contributions')}?{urlencode(asked)}"
