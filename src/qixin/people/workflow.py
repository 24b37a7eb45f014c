"""The states of this room's things; `docs/states/` is generated from here."""

from __future__ import annotations

from qixin.people.enums import RegistrationState

S = RegistrationState

TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    "home_registration": {
        "confirm": (frozenset({S.CLAIMED}), S.CONFIRMED),
        "end": (frozenset({S.CLAIMED, S.CONFIRMED}), S.ENDED),
    },
}

JOURNAL: dict[str, str] = {
    "confirm": "people.registration_confirmed",
    "end": "people.registration_ended",
    "register": "people.registered_at_home",
    "grant": "people.granted",
    "revoke": "people.revoked",
    "invite": "people.invited",
    "accept": "people.invitation_accepted",
    "withdraw": "people.invitation_withdrawn",
    "unmask": "people.unmasked",
    "open_rejected": "people.rejected_rows_opened",
    "forget_factors": "people.factors_forgotten",
    "join_unit": "people.joined_unit",
    "leave_unit": "people.left_unit",
    "create_key": "people.api_key_created",
    "revoke_key": "people.api_key_revoked",
    "set_day": "people.calendar_day_set",
    "clear_day": "people.calendar_day_cleared",
    "enter_year": "people.calendar_year_entered",
    "dissolve": "people.unit_dissolved",
}

NOTIFY: frozenset[str] = frozenset()
