"""What the verbs of readers' words and call-outs mean in the journal, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from qixin.core.journal import details, verbs
from qixin.newsroom.enums.readers import CallState, Showing


def register_reader_verbs() -> None:
    verbs.register(
        {
            "newsroom.sent_by_reader": _("sent it in at a public page"),
            "newsroom.shown": _("showed it to the readers"),
            "newsroom.declined": _("decided not to show it"),
            "newsroom.hidden_by_readers": _("hid it, since several readers object"),
            "newsroom.shown_no_more": _("took it down"),
            "newsroom.withdrawn_by_sender": _("withdrew it"),
            "newsroom.reader_answered": _("answered a reader"),
            "newsroom.gallery_arranged": _("changed the order of a gallery"),
            "newsroom.flags_looked_at": _("looked at what readers object to"),
            "newsroom.call_planned": _("wrote a call-out"),
            "newsroom.call_set": _("changed a call-out"),
            "newsroom.call_moved": _("moved a call-out to another column"),
            "newsroom.call_opened": _("opened a call-out"),
            "newsroom.call_closed": _("closed a call-out"),
            "newsroom.call_archived": _("archived a call-out"),
        }
    )
    details.register(
        {
            "call": _("call-out"),
            "calls": _("call-outs"),
            "entry": _("entry"),
            "into": _("moved to"),
            "messages": _("messages of readers"),
            "showing": _("shown or not"),
        },
        {"call": CallState.choices, "showing": Showing.choices},
    )
