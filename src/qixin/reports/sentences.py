"""What this room's verbs in the journal mean, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from qixin.core.journal import details, verbs
from qixin.reports.enums import AttachmentKind, AttachmentState, Decision, Outcome, Source, Urgency


def register_verbs() -> None:
    verbs.register(
        {
            "reports.received": _("sent this report"),
            "reports.attached": _("added a photo or clip"),
            "reports.attachment_prepared": _("prepared a photo or clip for viewing"),
            "reports.original_opened": _("opened an original photo or clip"),
            "reports.claimed": _("began to work on it"),
            "reports.released": _("put it back"),
            "reports.passed_on": _("passed it on"),
            "reports.merged": _("merged it into another report"),
            "reports.filed": _("filed it"),
            "reports.undone": _("undid the decision"),
            "reports.settled": _("told the sender what became of it"),
            "reports.corrected": _("changed the urgency"),
            "reports.contact_unmasked": _("looked at the sender's contact"),
            "reports.text_unmasked": _("looked at the numbers in the text"),
            "reports.consent_withdrawn": _("no longer wants it to be shown"),
            "reports.exported": _("exported a list of reports"),
            "reports.answer_confirmed": _("confirmed the answer"),
            "reports.answer_sent_back": _("sent the answer back"),
            "reports.question_answered": _("replied to the department's question"),
            "reports.group_imported": _("imported groups"),
            "reports.member_asked": _("asked to join a group"),
            "reports.member_confirmed": _("confirmed a group member"),
            "reports.member_declined": _("declined a group member"),
            "reports.member_left": _("left a group"),
        }
    )
    details.register(
        {
            "attachment": _("attachment"),
            "bytes": _("bytes"),
            "decision": _("decision"),
            "file": _("file"),
            "group": _("group"),
            "outcome": _("outcome"),
            "report": _("report"),
            "reports": _("reports"),
            "source": _("source"),
            "state": _("state"),
            "thing": _("led to"),
            "urgency": _("urgency"),
        },
        {
            "decision": Decision.choices,
            "kind": AttachmentKind.choices,
            "outcome": Outcome.choices,
            "source": Source.choices,
            "state": AttachmentState.choices,
            "urgency": Urgency.choices,
        },
    )
