"""What every write of this room begins with: the row locked, the version compared."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qixin.core.errors import Conflict
from qixin.enterprises.models import Enterprise


def locked_enterprise(enterprise: Enterprise) -> Enterprise:
    """The row as it is now, locked until the transaction ends."""
    return (
        Enterprise.objects.select_for_update(of=("self",))
        .select_related("unit__area", "managing_unit__area", "supervising_unit")
        .get(pk=enterprise.pk)
    )


def check_version(held: int, seen: int) -> None:
    """Raises Conflict where somebody has changed the row since it was shown."""
    if held != seen:
        raise Conflict(
            _("Somebody else has changed this meanwhile. Copy what you typed, load the page again "
              "and compare.")
        )  # fmt: skip
