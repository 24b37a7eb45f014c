"""What this room's verbs in the journal mean, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from qixin.core.journal import details, verbs
from qixin.letters.enums import IncomingState, LetterState, Province


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
            "letters.undeliverable": _("could not deliver a letter by e-mail"),
            "letters.answerer_erased": _("erased who answered a letter"),
            "letters.answered": _("answered a letter"),
            "letters.reminded": _("reminded a recipient of a letter"),
            "letters.link_revoked": _("revoked the link of a recipient"),
            "letters.link_renewed": _("gave a recipient a new link"),
            "letters.answerer_unmasked": _("looked at who answered a letter in clear"),
            "letters.file_opened": _("opened a file of an answer"),
            "letters.incoming_registered": _("registered an incoming letter"),
            "letters.incoming_corrected": _("corrected an incoming letter"),
            "letters.incoming_assigned": _("gave an incoming letter to a unit"),
            "letters.incoming_answered": _("answered an incoming letter"),
            "letters.incoming_matched": _("matched an incoming letter to one of ours"),
            "letters.incoming_filed": _("filed an incoming letter"),
            "letters.incoming_reopened": _("opened an incoming letter again"),
            "letters.incoming_overdue": _("told that an incoming letter is overdue"),
            "letters.incoming_file_opened": _("opened a file of an incoming letter"),
            "letters.incoming_opened_to_correct": _("opened an incoming letter to correct it"),
            "letters.series_set": _("set a series of letters"),
            "letters.template_added": _("added a template of letters"),
            "letters.template_revised": _("changed a template of letters"),
            "letters.template_retired": _("retired a template of letters"),
            "letters.template_brought_back": _("brought a template of letters back"),
            "letters.addressee_revised": _("changed an entry of the address book"),
            "letters.addressee_retired": _("took somebody out of the address book"),
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
            "due_on": _("due on"),
            "letter": _("letter"),
            "recipient": _("recipient"),
            "recipients": _("recipients"),
            "step": _("step"),
        },
        {
            "field": [("answerer", _("answerer"))],
            "from": [*LetterState.choices, *IncomingState.choices],
            "province": Province.choices,
            "to": [*LetterState.choices, *IncomingState.choices],
        },
    )
