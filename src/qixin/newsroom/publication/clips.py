"""Whether readers are shown a clip: its files go out for no longer than that."""

from __future__ import annotations

from qixin.newsroom.enums.live import PUBLIC_LIVE, ClipState
from qixin.newsroom.models import Clip, PublicText


def is_shown(folder: str) -> bool:
    """Whether a published story shows the clip in this folder, or the page of a live channel."""
    by_channel = Clip.objects.filter(
        folder=folder, state=ClipState.SHOWN, channel__state__in=PUBLIC_LIVE
    )
    return by_channel.exists() or PublicText.objects.filter(clips__folder=folder).exists()
