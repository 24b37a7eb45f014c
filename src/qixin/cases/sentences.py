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
            "cases.asked": _("asked the asker of a case for more"),
            "cases.replied": _("replied in a case"),
            "cases.resumed": _("let the clock of a case run again"),
            "cases.handed_back_again": _("handed a case back a second time"),
            "cases.reassigned": _("gave a handed-back case to another unit"),
            "cases.moved": _("gave a case to another unit"),
            "cases.orphaned": _("left a case without a unit"),
            "cases.decided": _("decided who leads a case"),
            "cases.refused_again": _("refused a second answer"),
            "cases.lapsed": _("ended a case unconfirmed"),
            "cases.reopened": _("reopened a case"),
            "cases.merged": _("merged a case into another"),
            "cases.took_in": _("took another case in"),
            "cases.split": _("split a case"),
            "cases.terms_changed": _("changed type or urgency of a case"),
            "cases.outcome_recorded": _("recorded an outcome of a case"),
            "cases.outcome_struck": _("struck an outcome of a case"),
            "cases.file_opened": _("opened a file of a case"),
            "cases.escalated": _("told an overdue case upward"),
            "cases.part_offered": _("asked a unit to help in a case"),
            "cases.part_accepted": _("accepted a part in a case"),
            "cases.part_started": _("began a part in a case"),
            "cases.part_finished": _("finished a part in a case"),
            "cases.part_returned": _("sent a part in a case back"),
            "cases.part_handed_back": _("handed a part in a case back"),
            "cases.part_handed_back_again": _("handed a part in a case back a second time"),
            "cases.part_upheld": _("gave a part in a case for good"),
            "cases.part_withdrawn": _("withdrew a part in a case"),
            "cases.exclusion_requested": _("asked that a case is not counted"),
            "cases.exclusion_granted": _("took a case out of the rates"),
            "cases.exclusion_refused": _("kept a case in the rates"),
            "cases.exclusion_appealed": _("appealed that a case is counted"),
            "cases.appeal_refused": _("kept a case in the rates on appeal"),
            "cases.type_set": _("set a type of case"),
            "cases.template_set": _("set a template of an answer"),
            "cases.visit_recorded": _("recorded a leader's visit"),
            "cases.offered_to_newsroom": _("offered a case to the newsroom"),
            "cases.exported": _("took a list of cases out as a file"),
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
