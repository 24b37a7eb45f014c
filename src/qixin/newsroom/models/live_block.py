"""A live channel in a story: how it stands and what was told last, with the way to its page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from qixin.newsroom.enums.live import PUBLIC_LIVE, EntryState, LiveSignal
from qixin.newsroom.models.addresses import public_url, tree_of

MOST_OFFERED = 200
ENTRIES = 3


def offered_channels() -> list[tuple[str, str]]:
    """The newest channels as choices, those that are still planned too."""
    from qixin.newsroom.models.live import LiveChannel

    found = LiveChannel.objects.order_by("-pk")[:MOST_OFFERED]
    return [(str(one.pk), f"{one.title} ({one.get_state_display()})") for one in found]


def channel_of(value: Any) -> Any:
    """The channel that a block names; None where there is none any more."""
    from qixin.newsroom.models.live import LiveChannel

    key = value.get("channel") or ""
    return (
        LiveChannel.objects.filter(pk=int(key)).first() if key.isascii() and key.isdigit() else None
    )


class LiveBlock(blocks.StructBlock):
    """Readers see it from the channel's first start on, as it stands at the moment."""

    channel = blocks.ChoiceBlock(choices=offered_channels, label=_("live channel"))
    caption = blocks.CharBlock(
        label=_("Caption"),
        required=False,
        max_length=200,
        help_text=_("Empty: what the channel says of itself."),
    )

    class Meta:
        icon = "media"
        label = pgettext_lazy("story", "Live")
        template = "newsroom/public/blocks/live.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        channel = channel_of(value)
        if channel is None or channel.state not in PUBLIC_LIVE:
            return context
        told = channel.entries.filter(state=EntryState.OUT).order_by("-out_at", "-pk")
        return context | {
            "channel": channel,
            "latest": public_url(latest_path(channel), tree_of(get_language())),
            "entries": list(told[:ENTRIES]),
            "stream": "" if channel.signal == LiveSignal.NONE else stream_address(channel),
        }

    def told(self, value: Any) -> str:
        """Caption and title, as reviewers compare them; what is told there stands by itself."""
        channel = channel_of(value)
        told = (value.get("caption"), channel and channel.title)
        return " · ".join(part for part in told if part)


def latest_path(channel: Any) -> str:
    """The tiny file beside a channel's page that says what is newest."""
    return f"{channel.public_path().removesuffix('index.html')}latest.json"


def stream_address(channel: Any) -> str:
    """Where a channel's stream is played from."""
    return f"/stream/{channel.slug}/index.m3u8"
