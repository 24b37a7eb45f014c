"""Which live channels a topic's page and the front page name."""

from __future__ import annotations

from typing import Any

from qixin.newsroom.enums.live import OPEN_LIVE
from qixin.newsroom.models import Home, LiveChannel, Topic


def live_now(page: Any) -> list[LiveChannel]:
    """Channels that run, of a topic, or of all on the front page."""
    running = LiveChannel.objects.filter(state__in=OPEN_LIVE, topic__live=True)
    if isinstance(page, Topic):
        running = running.filter(topic=page)
    elif not isinstance(page, Home):
        return []
    return list(running.order_by("state", "-started_at"))


def past_channels(page: Any) -> list[LiveChannel]:
    """Channels of a topic that have ended, the latest first."""
    if not isinstance(page, Topic):
        return []
    ended = LiveChannel.objects.filter(topic=page, ended_at__isnull=False)
    return list(ended.order_by("-ended_at")[:10])
