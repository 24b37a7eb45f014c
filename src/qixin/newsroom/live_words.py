"""What live channels say in the journal and at the bell, in the reader's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core.journal import details, verbs
from qixin.newsroom.enums.live import ClipState, EntryState, LiveState
from qixin.people import notices
from qixin.people.notices import Kind


def register_live_words() -> None:
    verbs.register(
        {
            "newsroom.live_opened": _("opened a live channel"),
            "newsroom.live_revised": _("changed a live channel"),
            "newsroom.live_started": _("started a live channel"),
            "newsroom.live_paused": _("paused a live channel"),
            "newsroom.live_resumed": _("resumed a live channel"),
            "newsroom.live_ended": _("ended a live channel"),
            "newsroom.stream_key_shown": _("looked at a stream key"),
            "newsroom.stream_key_replaced": _("replaced a stream key"),
            "newsroom.stream_flows": _("received a stream"),
            "newsroom.stream_interrupted": _("found a stream interrupted"),
            "newsroom.entry_written": _("wrote a live entry"),
            "newsroom.entry_let_out": _("let a live entry out"),
            "newsroom.entry_pinned": _("pinned a live entry"),
            "newsroom.entry_unpinned": _("unpinned a live entry"),
            "newsroom.entry_corrected": _("corrected a live entry"),
            "newsroom.entry_taken_down": _("took a live entry down"),
            "newsroom.clip_made": _("added a clip"),
            "newsroom.clip_ready": _("converted a clip"),
            "newsroom.clip_failed": _("could not convert a clip"),
            "newsroom.clip_retried": _("had a clip converted once more"),
            "newsroom.clip_shown": _("put a clip on the live page"),
            "newsroom.clip_hidden": _("took a clip off the live page"),
            "newsroom.recordings_dropped": _("removed old recordings beyond the disk's budget"),
        }
    )
    details.register(
        {
            "live": pgettext_lazy("live", "channel"),
            "entry": pgettext_lazy("live", "entry"),
            "entry_state": pgettext_lazy("live", "state of the entry"),
            "clip": pgettext_lazy("live", "clip"),
            "pictures": pgettext_lazy("live", "pictures"),
        },
        {
            "live": LiveState.choices,
            "entry_state": EntryState.choices,
            "clip": ClipState.choices,
        },
    )
    notices.register(
        {
            "newsroom.entry_waits": Kind(
                _("An entry of “%(title)s” waits for a second look"), "eye-check", "warning"
            ),
            "newsroom.stream_interrupted": Kind(
                _("The stream of “%(title)s” is interrupted since %(since)s"),
                "alert-triangle",
                "danger",
            ),
            "newsroom.stream_back": Kind(
                _("The stream of “%(title)s” is back since %(since)s"), "broadcast", "success"
            ),
            "newsroom.clip_ready": Kind(_("The clip “%(title)s” is ready"), "video", "success"),
            "newsroom.clip_failed": Kind(
                _("The clip “%(title)s” could not be converted"), "alert-triangle", "danger"
            ),
        }
    )
