"""Addresses and pictures on the public pages, and in the editor's preview of them."""

from __future__ import annotations

from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from qixin.newsroom.enums import StoryState
from qixin.newsroom.models import CallEntry, Column, GalleryPicture, Home, ReaderMessage
from qixin.newsroom.models.addresses import TREES, PublicAddress, public_url, tree_of
from qixin.newsroom.models.pictures import Picture
from qixin.newsroom.models.rumours import Answer
from qixin.newsroom.models.search import PublicText
from qixin.newsroom.models.stories import Story
from qixin.newsroom.publication import readers
from qixin.newsroom.publication.cards import HEIGHT, WIDTH, HasCard, can_draw, card_of
from qixin.newsroom.publication.outline import Places, draw_places
from qixin.newsroom.publication.pages import LANGUAGE_NAMES

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


@register.simple_tag
def frames_of(column: Column) -> list[tuple[str, str, str]]:
    """The code and name of each language, and what another site puts into its page to show the
    column's newest stories in it."""
    folder = column.public_path().removesuffix("index.html")
    found = []
    for language, tree in TREES.items():
        with override(language):
            address = f"{settings.QIXIN_SITE_URL}{public_url(f'{folder}embed.html', tree)}"
            frame = (
                f'<iframe src="{escape(address)}" title="{escape(column.name)}" width="100%" '
                'height="480" loading="lazy" style="border:0"></iframe>'
            )
        found.append((tree, LANGUAGE_NAMES[language], frame))
    return found


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


@register.simple_tag
def share_card(page: HasCard | None = None, column: Any = None) -> SafeString | str:
    """The picture that stands for the page where its address is passed on; the front page's where
    it has none of its own."""
    page = page or Home.objects.live().first()
    if page is None or page.pk is None or not can_draw():
        return ""
    return format_html(
        '<meta property="og:image" content="{}/{}"><meta property="og:image:width" content="{}">'
        '<meta property="og:image:height" content="{}">',
        settings.QIXIN_SITE_URL, card_of(page, column).path, WIDTH, HEIGHT,
    )  # fmt: skip


@register.simple_tag
def district_drawing(points: Any) -> Places | None:
    """The district's outline with the places of a story's map; None where it has no outline."""
    return draw_places([(float(one["lng"]), float(one["lat"])) for one in points])


@register.simple_tag
def live_stories(pages: Any) -> list[Story]:
    """Those of a story's related stories that are out."""
    ids = [page.pk for page in pages if page is not None]
    found = Story.objects.live().defer("body").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


@register.filter
def tone(state: StoryState) -> str:
    """The colour of a story's state."""
    return TONES[state]


@register.simple_tag
def shown_name(sent: ReaderMessage | CallEntry) -> str:
    """The name that a reader wished, or that there is none."""
    return readers.shown_name(sent)


@register.simple_tag
def gallery_file(picture: GalleryPicture, size: str) -> str:
    """A gallery picture's file below the public root."""
    return picture.public_file(size)


@register.simple_tag
def call_outs_address() -> str:
    """The list of call-outs in the language in force."""
    return public_url("calls/index.html", tree_of(get_language()))
