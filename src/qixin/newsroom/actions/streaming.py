"""Streams: admitted by their key, watched, and kept within the disk's budget."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.actors import SYSTEM
from qixin.core.errors import Refused
from qixin.newsroom import streaming
from qixin.newsroom.actions.airing import locked_channel, note
from qixin.newsroom.enums.live import ClipState, LiveSignal, LiveState
from qixin.newsroom.models import Clip, LiveChannel, LiveEntry
from qixin.newsroom.policies.live import check_road
from qixin.newsroom.publication import live as publication
from qixin.people.actions import notify
from qixin.people.enums import Role
from qixin.people.models import Notice, User
from qixin.people.selectors.notices import users_with

# a line that comes and goes is told once in this time
TOLD_AGAIN_AFTER = timedelta(minutes=10)
# pieces that a cut may still want: what its job has not made yet, or may make again
_STILL_WANTED = (ClipState.WAITING, ClipState.CONVERTING)
# and for so long what failed can be tried again
_TRIED_AGAIN_WITHIN = timedelta(days=2)


@transaction.atomic
def admit(*, slug: str, key: str) -> LiveChannel:
    """An encoder begins. Raises Refused for a wrong name or key, and while it is not on air.

    The answer is the same for all of them: whoever guesses learns nothing.
    """
    channel = _checked(slug, key)
    held = locked_channel(channel)
    if held.state != LiveState.ON_AIR:
        raise _wrong()
    if held.signal != LiveSignal.FLOWING:
        _flow(held)
    return held


def check_still_admitted(*, slug: str, key: str) -> None:
    """Every few seconds. Raises Refused once the key was replaced or the channel is not on air."""
    if _checked(slug, key).state != LiveState.ON_AIR:
        raise _wrong()


@transaction.atomic
def hung_up(*, slug: str, key: str) -> None:
    """The encoder has closed the line: interrupted at once, unless the channel had ended."""
    held = locked_channel(_checked(slug, key))
    if held.signal == LiveSignal.FLOWING:
        _interrupt(held, since=clock.now())


def watch_streams() -> int:
    """Look at the newest piece of each stream; returns how many changed.

    Harmless when two workers do it at once: the row is locked and its state asked again.
    """
    watched = LiveChannel.objects.filter(state=LiveState.ON_AIR).exclude(signal=LiveSignal.NONE)
    return sum(_watch(channel) for channel in watched)


def drop_recordings() -> int:
    """Remove the oldest pieces of recordings beyond the budget; returns how many.

    Never the newest of a channel, which may be in writing, nor what a clip is still to be cut out
    of. Clips that are made have files of their own.
    """
    pieces = streaming.recordings()
    excess = sum(piece.size for piece in pieces) - streaming.budget_bytes()
    newest = {piece.slug: piece.path for piece in pieces}
    dropped: dict[str, int] = {}
    for piece in pieces:
        if excess <= 0:
            break
        if piece.path == newest[piece.slug] or _is_wanted(piece):
            continue
        with suppress(FileNotFoundError):
            piece.path.unlink()
        excess -= piece.size
        dropped[piece.slug] = dropped.get(piece.slug, 0) + 1
    with transaction.atomic():
        for channel in LiveChannel.objects.filter(slug__in=dropped):
            note(channel, "drop_recordings", by=SYSTEM, pieces=dropped[channel.slug])
    return sum(dropped.values())


def _is_wanted(piece: streaming.Piece) -> bool:
    failed = Q(state=ClipState.FAILED, moved_at__gt=clock.now() - _TRIED_AGAIN_WITHIN)
    cuts = Clip.objects.filter(
        channel__slug=piece.slug, cut_from__lt=piece.end, cut_until__gt=piece.start
    )
    return cuts.filter(Q(state__in=_STILL_WANTED) | failed).exists()


def _checked(slug: str, key: str) -> LiveChannel:
    """The channel of this name and key; as long to answer for a wrong name as for a wrong key."""
    # NUL is no character that PostgreSQL compares with
    channel = LiveChannel.objects.filter(slug=slug.replace("\0", "")[:48]).first()
    held = channel.stream_key if channel is not None else secrets.token_urlsafe(18)
    fits = secrets.compare_digest(held.encode(), key.encode())
    if channel is None or not fits:
        raise _wrong()
    return channel


def _wrong() -> Refused:
    return Refused(_("No channel on air has this name and stream key."))


@transaction.atomic
def _watch(channel: LiveChannel) -> bool:
    newest, now = streaming.newest_piece_at(channel), clock.now()
    held = locked_channel(channel)
    last = max(filter(None, (newest, held.signal_since)), default=now)
    is_silent = now - last > timedelta(seconds=settings.QIXIN_LIVE_SILENCE_SECONDS)
    if held.signal == LiveSignal.FLOWING and is_silent:
        _interrupt(held, since=last)
        return True
    if held.signal == LiveSignal.INTERRUPTED and not is_silent and _is_back(newest, held):
        _flow(held)
        return True
    return False


def _is_back(newest: datetime | None, channel: LiveChannel) -> bool:
    """A piece came later than the one that is closed when the line breaks."""
    if newest is None or channel.signal_since is None:
        return False
    return newest - channel.signal_since >= timedelta(seconds=streaming.HLS_PIECE_S)


def _flow(channel: LiveChannel) -> None:
    was_interrupted = channel.signal == LiveSignal.INTERRUPTED
    channel.signal = check_road("live_stream", "flow", channel.signal)
    channel.signal_since = clock.now()
    channel.save(update_fields=["signal", "signal_since"])
    note(channel, "flow", by=SYSTEM)
    if was_interrupted:
        _tell_back(channel)
    publication.write_at_commit(channel)


def _tell_back(channel: LiveChannel) -> None:
    """Once for each time that an interruption was told: its notice is the last of the two."""
    told = Notice.objects.filter(
        link=_link(channel), kind__in=("newsroom.stream_interrupted", "newsroom.stream_back")
    ).order_by("-id")
    if (last := told.first()) is not None and last.kind == "newsroom.stream_interrupted":
        _tell(channel, "newsroom.stream_back", since=clock.now())


def _interrupt(channel: LiveChannel, *, since: datetime) -> None:
    channel.signal = check_road("live_stream", "interrupt", channel.signal)
    channel.signal_since = since
    channel.save(update_fields=["signal", "signal_since"])
    note(channel, "interrupt", by=SYSTEM)
    if channel.told_at is None or clock.now() - channel.told_at > TOLD_AGAIN_AFTER:
        _tell(channel, "newsroom.stream_interrupted", since=since)
        channel.told_at = clock.now()
        channel.save(update_fields=["told_at"])
    publication.write_at_commit(channel)


def _tell(channel: LiveChannel, kind: str, *, since: datetime) -> None:
    """The chief editors, and whoever opened the channel or writes in it."""
    authors = LiveEntry.objects.filter(channel=channel).values("author")
    writers = User.objects.filter(pk__in=authors, is_active=True)
    notify(
        users=[*users_with(Role.CHIEF_EDITOR), channel.opened_by, *writers],
        kind=kind,
        link=_link(channel),
        detail={"title": channel.title, "since": f"{clock.local(since):%H:%M}"},
    )


def _link(channel: LiveChannel) -> str:
    return reverse("newsroom:live_channel", args=[channel.pk])
