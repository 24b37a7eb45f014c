"""What is written in a live channel by the minute: out, pinned, corrected, taken down."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid
from qixin.core.plain_text import paragraphs
from qixin.core.saving import check_fields
from qixin.newsroom.actions.airing import check_public, note
from qixin.newsroom.actions.announcing import public_words
from qixin.newsroom.enums import PictureRights
from qixin.newsroom.enums.live import EntryRule, EntryState
from qixin.newsroom.models import LiveChannel, LiveCorrection, LiveEntry, Picture
from qixin.newsroom.models.live import LONGEST_ENTRY
from qixin.newsroom.policies.live import (
    check_can_change,
    check_can_let_out,
    check_can_pin,
    check_can_write,
    check_road,
    check_version,
)
from qixin.newsroom.publication import live as publication
from qixin.people.actions import notify
from qixin.people.enums import Role
from qixin.people.models import User
from qixin.people.selectors.notices import users_with
from qixin.reports import media

MOST_PICTURES = 9


def write(
    *,
    channel: LiveChannel,
    text: str,
    client_key: uuid.UUID,
    by: User,
    text_en: str = "",
    photos: Sequence[BinaryIO] = (),
) -> LiveEntry:
    """An entry with its pictures; it goes out at once, or waits where the channel says so.

    The same key again gives the same entry. Raises Refused, WrongState, Invalid for personal data,
    for nothing at all and for a photo that cannot be read; Conflict for a key of another channel.
    """
    check_can_write(by, channel=channel)
    words, words_en = _words(text), _words(text_en)
    if not words:
        raise Invalid(_("Write a few words; a picture alone says too little."))
    known = LiveEntry.objects.filter(client_key=client_key).first()
    if known is None:
        with _pictures(channel, _counted(photos), words, by) as pictures:
            known = _written(channel, words, words_en, client_key, pictures, by)
    if known.channel_id != channel.pk:
        raise Conflict(_("This entry already belongs to another channel."), kept=text)
    publication.write_at_commit(channel, touched=known)
    return known


def _written(
    channel: LiveChannel, text: str, text_en: str, key: uuid.UUID, pictures: list[Picture], by: User
) -> LiveEntry:
    try:
        return _insert(channel, text, text_en, key, pictures, by)
    except IntegrityError:
        # the same entry on two connections: the other one is in, these pictures are surplus
        known = LiveEntry.objects.filter(client_key=key).first()
        if known is None:
            raise
        return known


@transaction.atomic
def _insert(
    channel: LiveChannel,
    text: str,
    text_en: str,
    key: uuid.UUID,
    pictures: list[Picture],
    by: User,
) -> LiveEntry:
    held = LiveChannel.objects.select_for_update(of=("self",)).get(pk=channel.pk)
    check_can_write(by, channel=held)
    waits, now = held.rule == EntryRule.SECOND_LOOK, clock.now()
    entry = LiveEntry(
        channel=held, client_key=key, text=text, text_en=text_en, author=by, written_at=now,
        state=EntryState.WAITING if waits else EntryState.OUT, out_at=None if waits else now,
    )  # fmt: skip
    check_fields(entry)
    entry.save()
    entry.pictures.set(pictures)
    note(held, "write", by=by, entry=entry.pk, pictures=len(pictures), entry_state=entry.state)
    if waits:
        _tell_second(held, by)
    return entry


@transaction.atomic
def let_out(*, entry: LiveEntry, by: User) -> LiveEntry:
    """A second person lets a waiting entry out; its time is now. Raises Refused, WrongState."""
    held = locked_entry(entry)
    check_can_let_out(by, entry=held)
    held.state = check_road("live_entry", "let_out", held.state)
    held.out_at, held.let_out_by = clock.now(), by
    return _keep(held, "let_out", by, "state", "out_at", "let_out_by")


@transaction.atomic
def pin(*, entry: LiveEntry, by: User) -> LiveEntry:
    """It stands on top, in place of the one that stood there. Raises Refused, WrongState."""
    held = locked_entry(entry)
    check_can_pin(by, entry=held)
    pinned = LiveEntry.objects.filter(channel=held.channel, pinned_at__isnull=False)
    pinned.exclude(pk=held.pk).update(pinned_at=None)
    held.pinned_at = clock.now()
    return _keep(held, "pin", by, "pinned_at")


@transaction.atomic
def unpin(*, entry: LiveEntry, by: User) -> LiveEntry:
    """It goes back to its place. Raises Refused, WrongState."""
    held = locked_entry(entry)
    check_can_pin(by, entry=held)
    held.pinned_at = None
    return _keep(held, "unpin", by, "pinned_at")


@transaction.atomic
def correct(*, entry: LiveEntry, text: str, by: User, version: int, text_en: str = "") -> LiveEntry:
    """Exchange its words; what stood there is kept, and readers see when it was corrected.

    Raises Refused, WrongState, Invalid, Conflict with what was typed where somebody was quicker.
    """
    held = locked_entry(entry)
    check_can_change(by, entry=held)
    check_version(held.version, version, kept=text)
    words, words_en = _words(text), _words(text_en)
    if not words:
        raise Invalid(_("An entry without words is taken down, not corrected."))
    if (words, words_en) == (held.text, held.text_en):
        return held
    LiveCorrection.objects.create(entry=held, text=held.text, text_en=held.text_en, by=by)
    held.text, held.text_en, held.version = words, words_en, held.version + 1
    check_fields(held)
    return _keep(held, "correct", by, "text", "text_en", "version")


@transaction.atomic
def take_down(*, entry: LiveEntry, reason: str, by: User) -> LiveEntry:
    """Take it off; where readers had seen it they see the reason instead.

    Raises Refused, WrongState, Invalid.
    """
    held = locked_entry(entry)
    check_can_change(by, entry=held)
    held.state = check_road("live_entry", "take_down", held.state)
    held.reason, held.taken_down_at, held.pinned_at = public_words(reason), clock.now(), None
    check_fields(held)
    return _keep(held, "take_down", by, "state", "reason", "taken_down_at", "pinned_at",
                 reason=held.reason)  # fmt: skip


def locked_entry(entry: LiveEntry) -> LiveEntry:
    """The row as it is now, locked until the transaction ends."""
    return LiveEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)


def _keep(entry: LiveEntry, verb: str, by: User, *fields: str, **detail: Any) -> LiveEntry:
    entry.save(update_fields=fields)
    note(entry.channel, verb, by=by, entry=entry.pk, entry_state=entry.state, **detail)
    publication.write_at_commit(entry.channel, touched=entry)
    return entry


def _words(text: str) -> str:
    """The text as it goes out. Raises Invalid for personal data, or for too much."""
    words = paragraphs(text)
    if len(words) > LONGEST_ENTRY:
        raise Invalid(
            _("An entry has at most %(most)d characters; this one has %(n)d.")
            % {"most": LONGEST_ENTRY, "n": len(words)}
        )
    check_public(words)
    return words


def _counted(photos: Sequence[BinaryIO]) -> Sequence[BinaryIO]:
    if len(photos) > MOST_PICTURES:
        raise Invalid(_("An entry has at most %(n)d pictures.") % {"n": MOST_PICTURES})
    return photos


@contextmanager
def _pictures(
    channel: LiveChannel, photos: Sequence[BinaryIO], words: str, by: User
) -> Iterator[list[Picture]]:
    """Pictures for an entry; those that none has taken up when the block ends are removed."""
    made: list[Picture] = []
    try:
        # one by one: what was made before one that cannot be read is removed as well
        made.extend(_picture(channel, photo, words, by) for photo in photos)
        yield made
    finally:
        for picture in made:
            if not picture.live_entries.exists():
                picture.delete()


def _picture(channel: LiveChannel, photo: Any, words: str, by: User) -> Picture:
    """A picture taken by our own staff, without what the camera wrote into it. Raises Invalid."""
    picture = Picture(
        title=words.split("\n", 1)[0][:80], credit=str(by), rights=PictureRights.OWN,
        uploaded_by_user=by,
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="qixin-live-") as folder:
        source = Path(folder) / "original"
        source.write_bytes(photo.read())
        try:
            made = media.renditions(source, Path(folder) / "made")
        except media.MediaRefused as refusal:
            raise Invalid(refusal.reason) from refusal
        picture.file = ContentFile(made.web.read_bytes(), name="live.jpg")
    picture.save()
    return picture


def _tell_second(channel: LiveChannel, by: User) -> None:
    notify(
        users=[*users_with(Role.REVIEWER), *users_with(Role.CHIEF_EDITOR)],
        kind="newsroom.entry_waits",
        link=reverse("newsroom:live_channel", args=[channel.pk]),
        detail={"title": channel.title},
        by=by,
    )
