"""A row that its own fields have looked over before it is stored."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from qixin.core.errors import Invalid


def check_fields(row: models.Model) -> None:
    """Raises Invalid, with the fields' own sentences, where one holds what it may not.

    Constraints are left to the database, which knows them better than a query before.
    """
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from None


def save_checked(row: models.Model) -> None:
    """Save a row whose fields hold what they may. Raises Invalid with the fields' own sentences."""
    check_fields(row)
    row.save()
