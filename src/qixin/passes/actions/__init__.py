"""Writes of this room: `passes.actions.verb(*, thing, …, by)`."""

from qixin.passes.actions.deciding import Bulk, approve, approve_by_rule, refuse
from qixin.passes.actions.erasing import erase_drivers
from qixin.passes.actions.importing import import_sheet, note_rejected_opened
from qixin.passes.actions.keys import make_key, withdraw_key
from qixin.passes.actions.leaving import end_passes_of, leave_office
from qixin.passes.actions.linking import give_link, note_opened, withdraw_link
from qixin.passes.actions.passing import Noted, note_passages
from qixin.passes.actions.receiving import Taken, take_passages
from qixin.passes.actions.requesting import Wanted, faults, request, request_many, withdraw
from qixin.passes.actions.revoking import revoke
from qixin.passes.actions.terms import remove_limit, set_limit, set_rule, set_terms
from qixin.passes.actions.unmasking import unmask

__all__ = [
    "Bulk",
    "Noted",
    "Taken",
    "Wanted",
    "approve",
    "approve_by_rule",
    "end_passes_of",
    "erase_drivers",
    "faults",
    "give_link",
    "import_sheet",
    "leave_office",
    "make_key",
    "note_opened",
    "note_passages",
    "note_rejected_opened",
    "refuse",
    "remove_limit",
    "request",
    "request_many",
    "revoke",
    "set_limit",
    "set_rule",
    "set_terms",
    "take_passages",
    "unmask",
    "withdraw",
    "withdraw_key",
    "withdraw_link",
]
