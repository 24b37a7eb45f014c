"""This room's kinds of import."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qixin.core import imports
from qixin.enterprises.imports import needs, register, workers


def register_kinds() -> None:
    """Offer this room's sheets; called when the room is ready."""
    imports.register(
        imports.ImportKind(
            name="enterprises",
            title=_("Enterprises"),
            permission="enterprises.manage",
            columns=register.COLUMNS,
            begin=register.EnterpriseImporter,
            hint=_(
                "Told apart by their unified social credit code, else by their name. Towns, parks "
                "and departments must be there already as units."
            ),
        )
    )
    imports.register(
        imports.ImportKind(
            name=workers.KIND,
            title=_("Workers who resume"),
            # No role has it: contacts send this sheet on the page of their filing.
            permission="enterprises.import_workers",
            columns=workers.COLUMNS,
            begin=workers.WorkerImporter,
            hint=_("One row for each person who resumes work."),
        )
    )
    imports.register(
        imports.ImportKind(
            name="needs",
            title=_("Needs of goods"),
            permission="enterprises.manage",
            columns=needs.COLUMNS,
            begin=needs.NeedImporter,
            hint=_("One row for each unit and product; an amount may be unknown."),
        )
    )
