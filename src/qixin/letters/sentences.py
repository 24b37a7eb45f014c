"""What this room's verbs in the journal mean, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from qixin.core.journal import details, verbs
from qixin.letters.enums import LetterState, Province


def register_verbs() -> None:
    verbs.register(
        {
            "letters.drafted": _("drafted a letter"),
            "letters.revised": _("changed a letter"),
            "letters.submitted": _("handed a letter in to be checked"),
            "letters.checked": _("checked a letter"),
            "letters.sent_back": _("handed a letter back"),
            "letters.signed": _("signed a letter"),
            "letters.sent": _("sent a letter"),
            "letters.discarded": _("discarded a letter"),
            "letters.recalled": _("recalled a letter"),
            "letters.delivered": _("e-mailed a copy of a letter"),
            "letters.answered": _("answered a letter"),
            "letters.reminded": _("reminded a recipient of a letter"),
            "letters.link_revoked": _("revoked the link of a recipient"),
            "letters.link_renewed": _("gave a recipient a new link"),
            "letters.answerer_unmasked": _("looked at who answered a letter in clear"),
            "letters.file_opened": _("opened a file of an answer"),
            "letters.series_set": _("set a series of letters"),
            "letters.addressee_added": _("added somebody to the address book"),
        }
    )
    details.register(
        {
            "answer": _("answer"),
            "code": _("code"),
            "file": _("file"),
            "files": _("files"),
            "serial": _("serial number"),
            "year": _("year"),
            "province": _("province"),
            "recipient": _("recipient"),
            "recipients": _("recipients"),
            "step": _("step"),
        },
        {
            "field": [("answerer", _("answerer"))],
            "from": LetterState.choices,
            "province": Province.choices,
            "to": LetterState.choices,
        },
    )
