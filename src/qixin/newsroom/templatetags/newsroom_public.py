"""Addresses and pictures on the public pages, and in the editor's preview of them."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from qixin.newsroom.enums import StoryState
from qixin.newsroom.models.addresses import PublicAddress, public_url, tree_of
from qixin.newsroom.models.pictures import Picture
from qixin.newsroom.models.rumours import Answer
from qixin.newsroom.models.search import PublicText

register = template.Library()
TONES = {
    StoryState.DRAFT: "neutral",
    StoryState.WAITING: "warning",
    StoryState.SCHEDULED: "info",
    StoryState.PUBLISHED: "success",
    StoryState.DROPPED: "danger",
}


@register.simple_tag
def here(page: PublicAddress | PublicText | Answer) -> str:
    """The page's address in the language in force."""
    return public_url(page.public_path(), tree_of(get_language()))


@register.simple_tag(takes_context=True)
def picture_address(context: Any, picture: Picture, size: str, absolute: bool = False) -> str:
    """A published picture's file; in the preview of a draft, Wagtail's own rendition."""
    if context.get("in_preview"):
        return picture.get_rendition("max-1600x1600").url
    path = f"/{picture.public_file(size)}"
    return settings.QIXIN_SITE_URL + path if absolute else path


@register.simple_tag(takes_context=True)
def public_picture(
    context: Any, picture: Picture | None, caption: str = "", credit: str = ""
) -> SafeString | str:
    """A picture with its caption and credit; nothing where it was deleted."""
    if picture is None:
        return ""
    values = {
        "picture": picture,
        "address": picture_address(context, picture, "web"),
        "caption": caption,
        "credit": credit or picture.credit,
    }
    return render_to_string("newsroom/public/blocks/figure.html", values)


@register.filter
def tone(state: StoryState) -> str:
    """The colour of a story's state."""
    return TONES[state]
