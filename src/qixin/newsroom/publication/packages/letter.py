"""The e-mail that brings a package to an outlet, and the package as one file to be handed over."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from qixin.newsroom.enums import PackageFormat
from qixin.newsroom.models import Placement, Story
from qixin.newsroom.models.addresses import public_url
from qixin.newsroom.publication.packages.ninjs import news_object, picture_address
from qixin.newsroom.publication.packages.parts import (
    embargo_line,
    parts_of,
    picture_bytes,
    plain_text,
)
from qixin.newsroom.publication.packages.word import word_document
from qixin.ui.context import district_name

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Mail servers commonly refuse more than 25 MB, and base64 makes a third more of every byte.
MOST_BYTES = 15 * 1024 * 1024


def letter_with(placement: Placement) -> EmailMessage:
    """In Chinese, with the package that the outlet wants; pictures that would make it too large
    are named by their addresses."""
    story, outlet = offered_version(placement), placement.outlet
    attached, left_out = _within_bounds(story, outlet.format)
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "outlet": outlet,
            "story": story,
            "text": plain_text(story) if outlet.format == PackageFormat.MAIL else "",
            "url": settings.QIXIN_SITE_URL + public_url(story.public_path()),
            "embargo": embargo_line(story),
            "left_out": left_out,
            "sender": district_name(),
        }
        text = render_to_string("newsroom/package_mail.txt", context)
    held = "【禁发】" if context["embargo"] else ""
    subject = " ".join(f"【供稿】{held}{story.title}".split())
    message = EmailMessage(subject, text, to=[outlet.email])
    for name, content, mime in attached:
        message.attach(name, content, mime)
    return message


def archive_of(placement: Placement) -> bytes:
    """The whole package as a .zip: what the e-mail has, however large, and the text."""
    story = offered_version(placement)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        head = "\n".join(line for line in (story.title, embargo_line(story)) if line)
        archive.writestr(f"story-{story.pk}.txt", f"{head}\n\n{plain_text(story)}\n")
        for name, content, _mime in _files(story, placement.outlet.format):
            archive.writestr(name, content)
    return packed.getvalue()


def offered_version(placement: Placement) -> Story:
    """The story as it was when it was offered."""
    if placement.story is None:
        raise ValueError("the story was deleted")
    if placement.revision is None or placement.revision_id == placement.story.live_revision_id:
        return placement.story
    version: Story = placement.revision.as_object()
    return version


def _within_bounds(story: Story, format: str) -> tuple[list[tuple[str, bytes, str]], list[str]]:
    """What is attached, and the addresses of the pictures that are not."""
    kept, size = [], 0
    for name, content, mime in _files(story, format):
        size += len(content)
        if size > MOST_BYTES and kept:
            break
        kept.append((name, content, mime))
    names = {name for name, _content, _mime in kept}
    pictures = [part.picture for part in parts_of(story) if part.picture]
    if format == PackageFormat.WORD:
        return kept, []
    left_out = [
        picture_address(picture)
        for number, picture in enumerate(pictures, start=1)
        if f"picture-{number}.jpg" not in names
    ]
    return kept, left_out


def _files(story: Story, format: str) -> Iterator[tuple[str, bytes, str]]:
    """Name, content and type of each file of the package; the text before the pictures."""
    if format == PackageFormat.WORD:
        yield f"story-{story.pk}.docx", word_document(story), WORD
        return
    if format == PackageFormat.NINJS:
        made = json.dumps(news_object(story), ensure_ascii=False, indent=2)
        yield f"story-{story.pk}.json", made.encode(), "application/json"
    pictures = [part.picture for part in parts_of(story) if part.picture]
    for number, picture in enumerate(pictures, start=1):
        yield f"picture-{number}.jpg", picture_bytes(picture), "image/jpeg"
