"""What the rooms below keep for an enterprise, as far as the reader may see it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from qixin.enterprises.models import Enterprise
from qixin.enterprises.selectors.register import units_of
from qixin.letters import selectors as letters
from qixin.passes import selectors as passes
from qixin.people.models import User
from qixin.people.permissions import has_permission

# What a card shows; the rooms' own lists have them all.
MOST = 5
# A shorter name would be found in letters about others.
_SHORTEST_NAME = 4


def passes_of(user: User, enterprise: Enterprise) -> dict[str, Any]:
    """The newest passes of the enterprise's units, and how many are in force."""
    units = units_of(enterprise)
    rows = passes.visible(user).filter(holder__in=units).order_by("-requested_at", "-id")
    return {
        "passes": rows[:MOST],
        "holders": [(unit, passes.in_force(unit.pk)) for unit in units],
        "may_request": has_permission(user, "passes.request", unit=enterprise.unit),
    }


def letters_naming(user: User, enterprise: Enterprise) -> dict[str, Any]:
    """The newest letters that name the enterprise in their title or text."""
    named = Q(pk__in=[])
    for unit in units_of(enterprise):
        if len(unit.name) >= _SHORTEST_NAME:
            named |= Q(title__contains=unit.name) | Q(body__contains=unit.name)
    rows = letters.visible(user).filter(named).order_by("-drafted_at", "-id")
    return {"letters": rows[:MOST]}
