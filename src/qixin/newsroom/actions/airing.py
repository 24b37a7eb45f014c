"""Live channels: opened, started, paused, ended; and their stream keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.actors import Actor
from qixin.core.errors import Conflict, Invalid
from qixin.core.personal_data import find_personal_data
from qixin.core.plain_text import one_line
from qixin.core.saving import check_fields
from qixin.newsroom.enums.live import EntryRule, LiveSignal, LiveState
from qixin.newsroom.models import LiveChannel, Topic
from qixin.newsroom.models.live import new_stream_key
from qixin.newsroom.policies.live import (
    check_can_air,
    check_can_open,
    check_road,
    check_version,
)
from qixin.newsroom.publication import live as publication
from qixin.newsroom.workflow.live import JOURNAL
from qixin.people.models import User


@dataclass(frozen=True)
class ChannelGiven:
    """A channel as the chief editor fills it in; `slug` is for good once it is open."""

    topic: Topic
    title: str
    slug: str
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    rule: str = EntryRule.AT_ONCE


@transaction.atomic
def open_channel(*, given: ChannelGiven, by: User) -> LiveChannel:
    """A planned channel with a stream key of its own.

    Raises Refused, Invalid for what must not be published, Conflict for an address that is taken.
    """
    check_can_open(by)
    channel = LiveChannel(slug=given.slug.strip().lower(), opened_by=by)
    _fill(channel, given)
    try:
        with transaction.atomic():
            channel.save()
    except IntegrityError:
        raise Conflict(
            _("The address “%(slug)s” is taken. Choose another one.") % {"slug": channel.slug}
        ) from None
    note(channel, "open", by=by)
    return channel


@transaction.atomic
def revise_channel(
    *, channel: LiveChannel, given: ChannelGiven, version: int, by: User
) -> LiveChannel:
    """Change names, topic and whether a second person looks. Raises Refused, Invalid, Conflict."""
    check_can_open(by)
    held = locked_channel(channel)
    check_version(held.version, version)
    before = held.topic
    _fill(held, given)
    held.version += 1
    held.save()
    note(held, "revise", by=by)
    publication.write_at_commit(held, around=[before, held.topic])
    return held


@transaction.atomic
def air(*, channel: LiveChannel, verb: str, by: User) -> LiveChannel:
    """`start`, `pause`, `resume` or `end` it; a pause and the end close the stream.

    Raises Refused, WrongState.
    """
    check_can_air(by)
    held = locked_channel(channel)
    state, now = check_road("live", verb, held.state), clock.now()
    if state in (LiveState.PAUSED, LiveState.ENDED) and held.signal != LiveSignal.NONE:
        _close_stream(held)
    held.state = state
    if verb == "start":
        held.started_at = now
    if state == LiveState.ENDED:
        held.ended_at = now
    held.save(update_fields=["state", "started_at", "ended_at", "signal", "signal_since"])
    note(held, verb, by=by)
    publication.write_at_commit(held, around=[held.topic])
    return held


@transaction.atomic
def shown_key(*, channel: LiveChannel, by: User) -> str:
    """The stream key in full, with a line in the journal. Raises Refused."""
    check_can_open(by)
    note(channel, "show_key", by=by)
    return str(channel.stream_key)


@transaction.atomic
def replace_key(*, channel: LiveChannel, by: User) -> str:
    """Another key; an encoder that has the old one is cut off at its next sign of life.

    Raises Refused.
    """
    check_can_open(by)
    held = locked_channel(channel)
    held.stream_key = new_stream_key()
    held.save(update_fields=["stream_key"])
    note(held, "replace_key", by=by)
    return str(held.stream_key)


def locked_channel(channel: LiveChannel) -> LiveChannel:
    """The row as it is now, locked until the transaction ends."""
    return LiveChannel.objects.select_for_update(of=("self",)).get(pk=channel.pk)


def note(channel: LiveChannel, verb: str, *, by: Actor, **detail: Any) -> None:
    """A line in the channel's journal."""
    detail = {"live": channel.state, **detail}
    journal.write(verb=JOURNAL[verb], subject=channel, by=by, detail=detail)


def check_public(*texts: str) -> None:
    """Raises Invalid for personal data: what is written here is read by everybody."""
    for text in texts:
        found = find_personal_data(text)
        if found:
            raise Invalid(_("“%(text)s” must not be published.") % {"text": found[0].text})


def _fill(channel: LiveChannel, given: ChannelGiven) -> None:
    for name in ("title", "title_en", "summary", "summary_en"):
        setattr(channel, name, one_line(getattr(given, name)))
    channel.topic, channel.rule = given.topic, given.rule
    check_public(channel.title, channel.title_en, channel.summary, channel.summary_en)
    check_fields(channel)


def _close_stream(channel: LiveChannel) -> None:
    channel.signal = check_road("live_stream", "close", channel.signal)
    channel.signal_since = None
