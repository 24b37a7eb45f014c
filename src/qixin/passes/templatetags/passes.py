"""States, days and verdicts as people read them: words and a tone, never a colour alone."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.passes.enums import PassState
from qixin.passes.models import Pass, SigningKey
from qixin.ui.components.pieces import badge, when

register = template.Library()

_TONES: dict[str, str] = {
    PassState.REQUESTED: "warning",
    PassState.REFUSED: "danger",
    PassState.REVOKED: "danger",
}


@register.simple_tag
def pass_state(one: Pass) -> SafeString:
    """An issued pass is in force, not yet, or no longer: that says the clock."""
    if one.state != PassState.ISSUED:
        return badge(one.get_state_display(), _TONES.get(one.state, "neutral"))
    if one.is_over:
        return badge(_("Expired"), "neutral", "clock-pause")
    if one.is_in_force:
        return badge(_("In force"), "success", "circle-check")
    return badge(_("Issued, not yet valid"), "info", "clock")


@register.simple_tag
def plate(text: str) -> SafeString:
    """鲁C·12345, as it stands on the vehicle; new-energy plates in their green."""
    css = "pass-plate pass-plate-green" if len(text) == 8 else "pass-plate"
    return format_html('<span class="{}" lang="zh-Hans">{}·{}</span>', css, text[:2], text[2:])


@register.simple_tag
def pass_days(one: Pass) -> SafeString:
    """First and last day, or with the hours where they are not those of whole days."""
    first, end = clock.local(one.valid_from), clock.local(one.valid_until)
    whole = not any((first.hour, first.minute, end.hour, end.minute))
    if not whole:
        return format_html("{} – {}", when(one.valid_from), when(one.valid_until))
    last = end - timedelta(days=1)
    if last.date() == first.date():
        return when(first.date())
    return format_html("{} – {}", when(first.date()), when(last.date()))


@register.simple_tag
def key_phase(key: SigningKey, signing: SigningKey | None) -> SafeString:
    if key.withdrawn_at is not None:
        return badge(_("Withdrawn"), "danger", "ban")
    if signing is not None and key.pk == signing.pk:
        return badge(_("Signs"), "success", "writing")
    if key.is_announced:
        return badge(_("Announced"), "info", "clock")
    return badge(_("Verifies only"), "neutral", "shield-check")
