"""The journal's verbs of this room, and of the ground floor below it, as sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qixin.core.journal import details, verbs
from qixin.people.enums import Role


def register_details() -> None:
    """Names that several rooms use as well."""
    details.register(
        {
            "role": _("role"),
            "area": _("area"),
            "areas": _("areas"),
            "unit": _("unit"),
            "until": _("until"),
            "person": _("person"),
            "field": _("field"),
            "reason": _("reason"),
            "permissions": _("permissions"),
            "kind": _("kind"),
            "kinds": _("kinds"),
            "count": _("number"),
            "created": _("created"),
            "updated": _("updated"),
            "unchanged": _("unchanged"),
            "rejected": _("rejected"),
            "day": _("day"),
            "year": _("year"),
            "successor": _("successor"),
        },
        {
            "role": Role.choices,
            "field": [("phone", _("telephone number")), ("id_number", _("ID number"))],
        },
    )


def register_verbs() -> None:
    """Each goes on from the name of whoever did it: “Li Ming granted a role”."""
    verbs.register(
        {
            "core.rows_imported": _("imported rows from a file"),
            "people.registration_confirmed": _("confirmed a home registration"),
            "people.registration_ended": _("ended a home registration"),
            "people.registered_at_home": _("registered a home"),
            "people.granted": _("granted a role"),
            "people.revoked": _("revoked a role"),
            "people.invited": _("invited somebody"),
            "people.invitation_accepted": _("accepted an invitation"),
            "people.invitation_withdrawn": _("withdrew an invitation"),
            "people.unmasked": _("looked at personal data in clear"),
            "people.rejected_rows_opened": _("opened the rejected rows of an import"),
            "people.factors_forgotten": _("removed somebody's second factor"),
            "people.joined_unit": _("registered a person at a unit"),
            "people.left_unit": _("ended a person's membership in a unit"),
            "people.api_key_created": _("created an API key"),
            "people.api_key_revoked": _("revoked an API key"),
            "people.calendar_day_set": _("set a day of the working calendar"),
            "people.calendar_day_cleared": _("cleared a day of the working calendar"),
            "people.calendar_year_entered": _("entered a year into the working calendar"),
            "people.unit_dissolved": _("dissolved a unit"),
        }
    )
