"""States of live channels, entries and clips as people read them."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from qixin.newsroom.enums.live import ClipState, EntryState, LiveSignal, LiveState
from qixin.newsroom.models import Clip, LiveChannel, LiveEntry
from qixin.ui.components.pieces import badge

register = template.Library()
_LIVE = {LiveState.PLANNED: "neutral", LiveState.ON_AIR: "danger", LiveState.PAUSED: "warning",
         LiveState.ENDED: "info"}  # fmt: skip
_SIGNAL = {LiveSignal.FLOWING: ("success", "broadcast"), LiveSignal.INTERRUPTED: (
    "danger", "alert-triangle")}  # fmt: skip
_ENTRY = {EntryState.WAITING: "warning", EntryState.OUT: "success", EntryState.TAKEN_DOWN: "danger"}
_CLIP = {ClipState.WAITING: "neutral", ClipState.CONVERTING: "info", ClipState.READY: "success",
         ClipState.SHOWN: "accent", ClipState.FAILED: "danger"}  # fmt: skip
_BUTTONS = {
    "start": (pgettext_lazy("live", "Start"), "player-play"),
    "resume": (pgettext_lazy("live", "Resume"), "player-play"),
    "pause": (pgettext_lazy("live", "Pause"), "player-pause"),
}


@register.simple_tag
def live_state(channel: LiveChannel) -> SafeString:
    return badge(channel.get_state_display(), _LIVE[LiveState(channel.state)], "broadcast")


@register.simple_tag
def signal_state(channel: LiveChannel) -> SafeString | str:
    """Whether the stream flows; nothing where there is none."""
    if channel.signal == LiveSignal.NONE:
        return ""
    tone, icon = _SIGNAL[LiveSignal(channel.signal)]
    return badge(channel.get_signal_display(), tone, icon)


@register.simple_tag
def entry_state(entry: LiveEntry) -> SafeString:
    return badge(entry.get_state_display(), _ENTRY[EntryState(entry.state)])


@register.simple_tag
def clip_state(clip: Clip) -> SafeString:
    return badge(clip.get_state_display(), _CLIP[ClipState(clip.state)])


@register.simple_tag(takes_context=True)
def live_button(context: Any, channel: LiveChannel, verb: str) -> SafeString:
    """A button that takes the channel along `verb`."""
    label, icon = _BUTTONS[verb]
    values = {"url": reverse("newsroom:live_air", args=[channel.pk, verb]), "label": label,
              "icon": icon, "is_main": verb != "pause"}  # fmt: skip
    return render_to_string("newsroom/live/_button.html", values, context.get("request"))


@register.filter
def down_id(entry: LiveEntry) -> str:
    """The id of the dialog that takes an entry down."""
    return f"down-{entry.pk}"
