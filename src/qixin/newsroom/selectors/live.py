"""Live channels, their entries and clips, for whoever reads the newsroom."""

from __future__ import annotations

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from qixin.core.errors import NotFound
from qixin.newsroom.enums.live import OPEN_LIVE, EntryState
from qixin.newsroom.models import Clip, LiveChannel, LiveEntry, Topic
from qixin.newsroom.tree import BY_PATH
from qixin.people.models import User
from qixin.people.permissions import has_permission


def channels(user: User) -> QuerySet[LiveChannel]:
    """All channels for whoever reads the newsroom, those that run first; none for others."""
    found = LiveChannel.objects.select_related("topic", "opened_by__person").annotate(
        out=Count("entries", filter=Q(entries__state=EntryState.OUT)),
        waiting=Count("entries", filter=Q(entries__state=EntryState.WAITING)),
    )
    runs = Case(When(state__in=OPEN_LIVE, then=Value(0)), default=Value(1))
    ordered = found.order_by(runs, "-id")
    return ordered if has_permission(user, "newsroom.read") else found.none()


def running_count(user: User) -> int:
    """For the navigation: channels on air or paused."""
    return channels(user).filter(state__in=OPEN_LIVE).count()


def channel(user: User, pk: int) -> LiveChannel:
    """Raises NotFound where it does not exist or may not be seen."""
    found = channels(user).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such live channel, or you may not see it."))
    return found


def entries(channel: LiveChannel) -> QuerySet[LiveEntry]:
    """Newest first, with what the page shows of each; the caller has checked the channel."""
    found = channel.entries.select_related("author__person", "let_out_by__person", "channel")
    return found.prefetch_related("pictures", "corrections__by__person").order_by("-id")


def entry(user: User, pk: int) -> LiveEntry:
    """Raises NotFound where it does not exist or may not be seen."""
    found = LiveEntry.objects.filter(pk=pk, channel__in=channels(user).values("pk"))
    held = found.select_related("channel").first()
    if held is None:
        raise NotFound(_("There is no such entry, or you may not see it."))
    return held


def clips(user: User) -> QuerySet[Clip]:
    """All clips for whoever reads the newsroom, the newest first."""
    found = Clip.objects.select_related("channel", "made_by__person")
    return found if has_permission(user, "newsroom.read") else found.none()


def clip(user: User, pk: int) -> Clip:
    """Raises NotFound where it does not exist or may not be seen."""
    found = clips(user).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such clip, or you may not see it."))
    return found


def topics() -> QuerySet[Topic]:
    """Topics under which a channel can be opened."""
    return Topic.objects.live().order_by(BY_PATH)
