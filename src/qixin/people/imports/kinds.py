"""This room's kinds of import."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qixin.core import imports
from qixin.people.imports import areas, persons, units


def register_kinds() -> None:
    """Offer areas, units and persons; called when the room is ready."""
    imports.register(
        imports.ImportKind(
            name="areas",
            title=_("Towns and communities"),
            permission="people.import",
            columns=areas.COLUMNS,
            begin=areas.AreaImporter,
            hint=_("Told apart by their area code. Towns come before their communities."),
        )
    )
    imports.register(
        imports.ImportKind(
            name="units",
            title=_("Units"),
            permission="people.import",
            columns=units.COLUMNS,
            begin=units.UnitImporter,
            hint=_("Told apart by their unified social credit code, else by their name."),
        )
    )
    imports.register(
        imports.ImportKind(
            name="people",
            title=_("Persons"),
            permission="people.import",
            columns=persons.COLUMNS,
            begin=persons.PersonImporter,
            hint=_(
                "Told apart by ID number, telephone, or name and unit. Units and communities must "
                "be there already."
            ),
        )
    )
