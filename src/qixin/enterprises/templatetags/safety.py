"""States of inspections, hazards and promises as people read them: words and a tone."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qixin.core import clock
from qixin.core.personal_data import mask_text
from qixin.enterprises.enums import (
    EscalationStep,
    HazardState,
    InspectionState,
    ItemVerdict,
    PhotoState,
    PromiseState,
    VersionState,
)
from qixin.enterprises.models import ChecklistVersion, Finding, Hazard, Inspection, Photo, Promise
from qixin.ui.components.pictures import media_gallery
from qixin.ui.components.pieces import badge, when

register = template.Library()

_HAZARD_TONES: dict[str, str] = {
    HazardState.OPEN: "warning",
    HazardState.MENDED: "info",
    HazardState.CLEARED: "success",
    HazardState.DROPPED: "neutral",
}
_INSPECTION_TONES: dict[str, str] = {
    InspectionState.SCHEDULED: "info",
    InspectionState.DONE: "success",
    InspectionState.CALLED_OFF: "neutral",
}
_EDITION_TONES: dict[str, str] = {
    VersionState.DRAFT: "warning",
    VersionState.PUBLISHED: "success",
    VersionState.WITHDRAWN: "neutral",
}
_PROMISE_TONES: dict[str, str] = {
    PromiseState.OPEN: "info",
    PromiseState.KEPT: "success",
    PromiseState.BROKEN: "danger",
}
_VERDICTS: dict[str, tuple[str, str]] = {
    ItemVerdict.OK: ("success", "check"),
    ItemVerdict.NOT_OK: ("danger", "x"),
    ItemVerdict.NOT_APPLICABLE: ("neutral", ""),
}


@register.simple_tag
def hazard_state(one: Hazard) -> SafeString:
    return badge(one.get_state_display(), _HAZARD_TONES[one.state])


@register.simple_tag
def hazard_severity(one: Hazard) -> SafeString:
    if one.is_major:
        return badge(one.get_severity_display(), "danger", "alert-octagon")
    return badge(one.get_severity_display(), "neutral")


@register.simple_tag
def hazard_deadline(one: Hazard) -> SafeString:
    """The last day, and how far it is over."""
    shown = when(one.due_on)
    if not one.days_over:
        return shown
    over = ngettext("%(n)d day over", "%(n)d days over", one.days_over) % {"n": one.days_over}
    return format_html("{} {}", shown, badge(over, "danger", "clock-exclamation"))


@register.simple_tag
def hazard_reached(one: Hazard) -> SafeString:
    """Whom an overdue hazard has reached; nothing while it is in time."""
    if not one.reached or not one.days_over:
        return SafeString("")
    told = _("Told: %(whom)s") % {"whom": EscalationStep(one.reached).label}
    return badge(told, "danger", "arrow-up")


@register.simple_tag
def inspection_state(one: Inspection) -> SafeString:
    if one.state == InspectionState.SCHEDULED and one.planned_on < clock.today():
        return badge(_("Its day is over"), "danger", "clock-exclamation")
    return badge(one.get_state_display(), _INSPECTION_TONES[one.state])


@register.simple_tag
def edition_state(one: ChecklistVersion) -> SafeString:
    return badge(one.get_state_display(), _EDITION_TONES[one.state])


@register.simple_tag
def promise_state(one: Promise) -> SafeString:
    if one.is_overdue:
        return badge(_("Overdue"), "danger", "clock-exclamation")
    return badge(one.get_state_display(), _PROMISE_TONES[one.state])


@register.simple_tag
def finding_verdict(one: Finding) -> SafeString:
    tone, icon = _VERDICTS[one.verdict]
    return badge(one.get_verdict_display(), tone, icon)


@register.simple_tag
def photo_gallery(photos: Iterable[Photo], label: str = "") -> SafeString:
    """The photos that are here, and a word on those that are not."""
    all_of_them = list(photos)
    ready = [one for one in all_of_them if one.state == PhotoState.READY]
    items = [
        {"kind": "image", "full": _address(one, "web"), "thumb": _address(one, "thumb"),
         "alt": _("Photo %(n)d") % {"n": at + 1}}
        for at, one in enumerate(ready)
    ]  # fmt: skip
    awaited = sum(one.state == PhotoState.AWAITED for one in all_of_them)
    told = [one.reason for one in all_of_them if one.state == PhotoState.REFUSED]
    if awaited:
        sentence = ngettext(
            "%(n)d photo is still on the telephone that took it.",
            "%(n)d photos are still on the telephone that took them.",
            awaited,
        )
        told.append(sentence % {"n": awaited})
    words = format_html_join("", '<p class="text-secondary">{}</p>', ((one,) for one in told))
    return format_html("{}{}", media_gallery(items, label) if items else "", words)


def _address(photo: Photo, which: str) -> str:
    return reverse("enterprises:photo", args=[photo.pk, which])


@register.filter
def masked_words(text: str) -> str:
    """Free text with numbers of persons masked."""
    return mask_text(text)
