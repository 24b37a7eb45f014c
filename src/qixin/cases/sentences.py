"""What this room's verbs in the journal mean, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from qixin.cases.enums import CaseState, ClockBasis
from qixin.core.journal import details, verbs


def register_verbs() -> None:
    verbs.register(
        {
            "cases.opened": _("opened a case"),
            "cases.accepted": _("accepted a case"),
            "cases.answered": _("answered a case"),
            "cases.handed_back": _("handed a case back"),
            "cases.confirmed": _("confirmed the answer to a case"),
            "cases.confirmed_by_one": _("confirmed the answer, as one of several senders"),
            "cases.sent_back": _("sent the answer to a case back"),
            "cases.closed": _("closed a case without confirmation"),
            "cases.opening_undone": _("undid the opening of a case"),
            "cases.noted": _("noted something on a case"),
            "cases.contact_unmasked": _("looked at the contact of a case's sender"),
            "cases.letter_answered": _("answered a letter of a case"),
        }
    )
    details.register(
        {
            "answer": _("answer"),
            "case": _("case"),
            "clock": _("clock"),
            "from": _("from"),
            "late": _("late"),
            "letter": _("letter"),
            "note": _("note"),
            "to": _("to"),
        },
        {"clock": ClockBasis.choices, "from": CaseState.choices, "to": CaseState.choices},
    )
