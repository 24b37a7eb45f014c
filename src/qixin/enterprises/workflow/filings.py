"""How a resumption filing goes."""

from __future__ import annotations

from qixin.enterprises.enums import FilingState as F

TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    "filing": {
        "submit": (frozenset({F.DRAFT, F.RETURNED}), F.SUBMITTED),
        "return": (frozenset({F.SUBMITTED}), F.RETURNED),
        "approve": (frozenset({F.SUBMITTED}), F.APPROVED),
        "suspend": (frozenset({F.APPROVED}), F.SUSPENDED),
        "lift": (frozenset({F.SUSPENDED}), F.APPROVED),
        "replace": (frozenset({F.APPROVED}), F.REPLACED),
        # a suspended one stands until it is lifted: filing anew is no way around it
        "withdraw": (frozenset({F.DRAFT, F.SUBMITTED, F.RETURNED, F.APPROVED}), F.WITHDRAWN),
    },
}
INITIAL: dict[str, str] = {"filing": F.DRAFT}
JOURNAL: dict[str, str] = {
    "begin": "enterprises.filing_begun",
    "submit": "enterprises.filing_submitted",
    "return": "enterprises.filing_returned",
    "approve": "enterprises.filing_approved",
    "suspend": "enterprises.filing_suspended",
    "lift": "enterprises.filing_lifted",
    "replace": "enterprises.filing_replaced",
    "withdraw": "enterprises.filing_withdrawn",
    "move_filing": "enterprises.filing_moved",
    "add_file": "enterprises.filing_file_added",
    "remove_file": "enterprises.filing_file_removed",
    "open_file": "enterprises.filing_file_opened",
    "list_worker": "enterprises.filing_worker_listed",
    "strike_worker": "enterprises.filing_worker_struck",
    "unmask_filing": "enterprises.filing_person_unmasked",
    "erase_persons": "enterprises.filing_persons_erased",
    "set_rule": "enterprises.filing_rule_set",
    "set_filing_terms": "enterprises.filing_terms_set",
}
