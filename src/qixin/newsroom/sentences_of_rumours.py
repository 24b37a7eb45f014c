"""What the verbs of rumours mean in the journal, in the reader's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core.journal import details, verbs
from qixin.newsroom.enums import Channel, EvidenceKind, Verdict


def register_rumour_verbs() -> None:
    verbs.register(
        {
            "newsroom.rumour_opened": _("began to look into a rumour"),
            "newsroom.rumour_revised": _("put a rumour into other words"),
            "newsroom.rumour_sighted": _("noted where a rumour goes round"),
            "newsroom.evidence_collected": _("collected evidence"),
            "newsroom.evidence_opened": _("opened a file of evidence"),
            "newsroom.rumour_linked": _("linked a story to a rumour"),
            "newsroom.rumour_unlinked": _("unlinked something from a rumour"),
            "newsroom.rumour_filed": _("filed a rumour unanswered"),
            "newsroom.rumour_reopened": _("looked into a rumour again"),
            "newsroom.answer_proposed": _("proposed an answer to a rumour"),
            "newsroom.answer_verified": _("verified an answer to a rumour"),
            "newsroom.answer_sent_back": _("returned an answer to a rumour"),
            "newsroom.answer_taken_back": _("took an answer to a rumour back"),
            "newsroom.answer_published": _("published an answer to a rumour"),
            "newsroom.answer_superseded": _("replaced an answer by its correction"),
            "newsroom.answer_withdrawn": _("withdrew an answer to a rumour"),
        }
    )
    details.register(
        {"channel": _("channel"), "verdict": pgettext_lazy("rumour", "verdict")},
        {
            "channel": Channel.choices,
            "verdict": Verdict.choices,
            "kind": EvidenceKind.choices,
        },
    )
