"""Writes of this room: `people.actions.verb(*, thing, …, by)`."""

from qixin.people.actions.accounts import account_for
from qixin.people.actions.admitting import admit_correspondent, open_account
from qixin.people.actions.calendar import clear_day, enter_year, set_day
from qixin.people.actions.dissolving import dissolve
from qixin.people.actions.factors import forget_factors
from qixin.people.actions.grants import grant, revoke
from qixin.people.actions.importing import (
    import_at_once,
    keep_upload,
    note_own_rejected_opened,
    note_rejected_opened,
)
from qixin.people.actions.inviting import (
    accept,
    invite,
    open_invitation,
    send_link,
    take_up,
    withdraw,
)
from qixin.people.actions.keys import create_key, revoke_key
from qixin.people.actions.notifying import notify
from qixin.people.actions.proving import (
    account_of_proven,
    check_code,
    open_proof,
    send_code,
)
from qixin.people.actions.registering import (
    confirm_home,
    end_home,
    join_unit,
    leave_unit,
    register_home,
)
from qixin.people.actions.unmasking import unmask

__all__ = [
    "accept",
    "account_for",
    "account_of_proven",
    "admit_correspondent",
    "check_code",
    "clear_day",
    "confirm_home",
    "create_key",
    "dissolve",
    "end_home",
    "enter_year",
    "forget_factors",
    "grant",
    "import_at_once",
    "invite",
    "join_unit",
    "keep_upload",
    "leave_unit",
    "note_own_rejected_opened",
    "note_rejected_opened",
    "notify",
    "open_account",
    "open_invitation",
    "open_proof",
    "register_home",
    "revoke",
    "revoke_key",
    "send_code",
    "send_link",
    "set_day",
    "take_up",
    "unmask",
    "withdraw",
]
