"""States of letters and copies as people read them: words and a tone, never a colour alone."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qixin.core.personal_data import mask_text
from qixin.letters.enums import IncomingState, LetterState
from qixin.letters.models import Incoming, Letter, Recipient
from qixin.letters.typesetting import Block, blocks_of
from qixin.ui.components.pieces import badge

register = template.Library()

_INCOMING_TONES: dict[str, str] = {
    IncomingState.REGISTERED: "info",
    IncomingState.ASSIGNED: "warning",
    IncomingState.ANSWERED: "success",
    IncomingState.MATCHED: "success",
    IncomingState.FILED: "neutral",
}
_TONES: dict[str, str] = {
    LetterState.DRAFT: "neutral",
    LetterState.CHECKING: "warning",
    LetterState.CHECKED: "warning",
    LetterState.SIGNED: "info",
    LetterState.SENT: "success",
    LetterState.DISCARDED: "neutral",
    LetterState.RECALLED: "danger",
}


@register.simple_tag
def letter_state(one: Letter) -> SafeString:
    return badge(one.get_state_display(), _TONES[one.state])


@register.simple_tag
def incoming_state(one: Incoming) -> SafeString:
    """Where a letter that came in stands; that its day has passed says more than the rest."""
    if one.is_overdue:
        return badge(pgettext("incoming", "Overdue"), "danger", "alarm")
    return badge(one.get_state_display(), _INCOMING_TONES[one.state])


@register.simple_tag
def copy_state(one: Recipient) -> SafeString:
    """What became of one recipient's copy."""
    if one.answered_at:
        return badge(_("Answered"), "success", "circle-check")
    if one.revoked_at:
        return badge(_("Link revoked"), "danger", "link-off")
    if one.is_expired:
        return badge(_("Link expired"), "warning", "clock-pause")
    if one.undeliverable_at and not one.opened_at:
        return badge(_("Could not be delivered"), "danger", "mail-off")
    if one.opened_at:
        return badge(pgettext("copy", "Opened"), "info", "eye")
    if one.delivered_at:
        return badge(_("E-mailed"), "info", "mail-forward")
    if one.token_hash and not one.addressee.email:
        return badge(_("To be printed"), "warning", "printer")
    return badge(_("Not sent yet"), "neutral")


@register.inclusion_tag("letters/_words.html")
def letter_words(body: str, *, masked: bool = False) -> dict[str, list[Block]]:
    """A letter's words as on paper, with its headings and tables; numbers masked where wanted."""
    return {"blocks": blocks_of(mask_text(body) if masked else body)}


@register.filter
def masked_text(text: str) -> str:
    return mask_text(text)
