from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.enterprises.enums import FilingFileKind, FilingState
from qixin.enterprises.models import ResumptionFiling
from qixin.enterprises.models.filings import FILLED_IN

VERBS = {
    "enterprises.filing_begun": _("began a resumption filing"),
    "enterprises.filing_submitted": _("submitted a resumption filing"),
    "enterprises.filing_returned": _("returned a resumption filing with remarks"),
    "enterprises.filing_approved": _("approved a resumption filing"),
    "enterprises.filing_suspended": _("suspended a resumption"),
    "enterprises.filing_lifted": _("lifted the suspension of a resumption"),
    "enterprises.filing_replaced": _("replaced a resumption filing by a newer one"),
    "enterprises.filing_withdrawn": _("took a resumption filing back"),
    "enterprises.filing_moved": _("moved a resumption filing to a merged enterprise"),
    "enterprises.filing_file_added": _("added a file to a resumption filing"),
    "enterprises.filing_file_removed": _("removed a file from a resumption filing"),
    "enterprises.filing_file_opened": _("opened a file of a resumption filing"),
    "enterprises.filing_worker_listed": _("listed workers who resume"),
    "enterprises.filing_worker_struck": _("took a worker off the list of those who resume"),
    "enterprises.filing_person_unmasked": _("looked at a person of a resumption filing in clear"),
    "enterprises.filing_persons_erased": _("erased the persons of a resumption filing"),
    "enterprises.filing_rule_set": _("set a rule for resumption filings"),
    "enterprises.filing_terms_set": _("set the terms of resumption filings"),
}
DETAILS = {
    "by": _("by"),
    "conditions": _("conditions"),
    "enterprise": pgettext_lazy("journal", "enterprise"),
    "failing": _("rules that do not hold"),
    "is": _("is now"),
    "renews": _("renews"),
    "was": _("was before"),
    "worker": _("worker"),
}
VALUES = {
    "field": [
        ("legal_representative", _("Legal representative")), ("worker", _("worker")),
    ],
    "fields": [
        ("", _("The filing as a whole")),
        ("files", _("Files")),
        ("workers", _("Workers who resume")),
        *((name, ResumptionFiling._meta.get_field(name).verbose_name) for name in FILLED_IN),
    ],
    "from": FilingState.choices,
    "kind": FilingFileKind.choices,
    "to": FilingState.choices,
}  # fmt: skip
