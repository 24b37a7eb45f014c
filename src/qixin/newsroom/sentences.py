"""What this room's verbs in the journal mean, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from qixin.core.journal import details, verbs
from qixin.core.personal_data import Kind


def register_verbs() -> None:
    verbs.register(
        {
            "newsroom.drafted": _("began a story"),
            "newsroom.reports_added": _("added reports to a story"),
            "newsroom.withdrawn": _("gave a story up"),
            "newsroom.submitted": _("submitted a story"),
            "newsroom.approved": _("approved a story"),
            "newsroom.sent_back": _("sent a story back"),
            "newsroom.published": _("published a story"),
            "newsroom.unpublished": _("took a story down"),
            "newsroom.stopped": _("stopped a story because of personal data"),
            "newsroom.masked": _("masked personal data in a story"),
            "newsroom.rendered": _("wrote the public pages anew"),
            "newsroom.topic_opened": _("opened a topic"),
            "newsroom.topic_set": _("changed a topic"),
            "newsroom.topic_archived": _("archived a topic"),
            "newsroom.topic_reopened": _("reopened a topic"),
            "newsroom.column_opened": _("opened a column"),
            "newsroom.column_set": _("changed a column"),
            "newsroom.column_paused": _("paused a column"),
            "newsroom.column_resumed": _("let a column go on"),
            "newsroom.column_archived": _("archived a column"),
            "newsroom.column_reopened": _("reopened a column"),
            "newsroom.columns_merged": _("merged a column into another"),
        }
    )
    details.register(
        {
            "column": _("column"),
            "findings": _("findings"),
            "revision": _("version"),
            "stories": _("stories"),
        },
        {
            "kinds": [
                (str(Kind.MOBILE), _("telephone number")),
                (str(Kind.LANDLINE), _("telephone number")),
                (str(Kind.ID_NUMBER), _("ID number")),
                (str(Kind.PLATE), _("number plate")),
            ]
        },
    )
