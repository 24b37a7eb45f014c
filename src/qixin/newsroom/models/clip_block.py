"""A clip in a story: one that is made, with its credit and rights."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from qixin.newsroom.enums.live import ClipState

MOST_OFFERED = 200


def playable_clips() -> list[tuple[str, str]]:
    """The newest clips that can be played, as choices."""
    from qixin.newsroom.models.clips import Clip

    found = Clip.objects.filter(state__in=(ClipState.READY, ClipState.SHOWN)).order_by("-pk")
    return [(str(clip.pk), f"{clip.title} ({clip.credit})") for clip in found[:MOST_OFFERED]]


def clip_of(value: Any) -> Any:
    """The clip that a block holds, if it can be played; else None."""
    from qixin.newsroom.models.clips import Clip

    key = value.get("clip") or ""
    found = Clip.objects.filter(pk=int(key)).first() if key.isdigit() else None
    return found if found is not None and found.is_playable else None


class ClipBlock(blocks.StructBlock):
    clip = blocks.ChoiceBlock(choices=playable_clips, label=_("Clip"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "media"
        label = _("Clip")
        template = "newsroom/public/blocks/clip.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"clip": clip_of(value)}

    def playable(self, value: Any) -> Any:
        """The clip as reviewers watch it; None while it cannot be played."""
        return clip_of(value)

    def told(self, value: Any) -> str:
        """Caption, title and credit, as reviewers compare them."""
        clip = clip_of(value)
        told = (value.get("caption"), clip and clip.title, clip and clip.credit)
        return " · ".join(part for part in told if part)
