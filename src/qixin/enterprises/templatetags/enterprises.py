"""Pieces of this room's pages: tags, masked names, cards of every noun."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qixin.core.personal_data import mask_name
from qixin.enterprises.cards import Shown
from qixin.enterprises.enums import Amount, FilingState, MatchState
from qixin.enterprises.models import Match, ResumptionFiling, Tag
from qixin.enterprises.models.exchange import plain_quantity
from qixin.ui.components.pieces import badge

register = template.Library()


@register.simple_tag
def enterprise_tag(tag: Tag) -> SafeString:
    """In the reader's language, where the administrator gave an English name."""
    english = (get_language() or "").startswith("en") and tag.name_en
    return badge(tag.name_en if english else tag.name, "accent", "tag")


_FILING_TONES: dict[str, tuple[str, str]] = {
    FilingState.SUBMITTED: ("info", "hourglass"),
    FilingState.RETURNED: ("warning", "arrow-back-up"),
    FilingState.APPROVED: ("success", "circle-check"),
    FilingState.SUSPENDED: ("danger", "hand-stop"),
}


@register.simple_tag
def filing_state(filing: ResumptionFiling) -> SafeString:
    """An approval whose period is over says so: that tells the clock."""
    if filing.state == FilingState.APPROVED and filing.is_over:
        return badge(_("To be renewed"), "warning", "clock-pause")
    tone, icon = _FILING_TONES.get(filing.state, ("neutral", ""))
    return badge(filing.get_state_display(), tone, icon)


@register.simple_tag
def masked_person(person: Any) -> str:
    return mask_name(person.name)


@register.simple_tag(takes_context=True)
def shown_card(context: template.Context, shown: Shown) -> SafeString:
    """A card with what its noun's selector gave, and no more of the page than the request."""
    request = context.get("request")
    return render_to_string(shown.template, dict(shown.context), request=request)


_MATCH_TONES: dict[str, str] = {
    MatchState.AGREED: "info",
    MatchState.DONE: "success",
    MatchState.FAILED: "danger",
    MatchState.DECLINED: "neutral",
}


@register.simple_tag
def match_state(match: Match) -> SafeString:
    return badge(match.get_state_display(), _MATCH_TONES.get(match.state, "warning"))


@register.simple_tag
def amount_of(supply: Any) -> str:
    """How much: "needed, amount unknown" is said, and never a number."""
    if supply.quantity is None:
        return str(Amount.UNKNOWN.label)
    return plain_quantity(supply.quantity, supply.measure)


@register.simple_tag
def so_much(quantity: Decimal | None, measure: str) -> str:
    return plain_quantity(quantity, measure)
