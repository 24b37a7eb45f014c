"""What the cards on an enterprise's page show: its safety, and its named officer's visits."""

from __future__ import annotations

from typing import Any

from qixin.enterprises.enums import InspectionState
from qixin.enterprises.models import Enterprise
from qixin.enterprises.models.hazards import OPEN_STATES
from qixin.enterprises.policies.safety import can_inspect, can_visit
from qixin.enterprises.selectors.risk import facts_of, score, weights
from qixin.enterprises.selectors.round import open_promises, visits_of
from qixin.enterprises.selectors.safety import hazards, open_major_hazards
from qixin.people.models import User
from qixin.people.permissions import has_permission

SHOWN = 5


def safety_card(user: User, enterprise: Enterprise) -> dict[str, Any]:
    """For enterprises/cards/safety.html. The caller has checked that it may be seen."""
    own = hazards(user).filter(enterprise=enterprise, state__in=OPEN_STATES)
    inspections = enterprise.inspections.select_related("inspector__person", "unit")
    return {
        "enterprise": enterprise,
        "is_barred": open_major_hazards(enterprise).exists(),
        "hazards": own.select_related("finding__item").order_by("due_on", "id")[:SHOWN],
        "hazard_count": own.count(),
        "scheduled": inspections.filter(state=InspectionState.SCHEDULED).order_by("planned_on"),
        "last": inspections.filter(state=InspectionState.DONE).order_by("-done_at").first(),
        "score": _score(enterprise) if has_permission(user, "enterprises.read") else None,
        "may_inspect": can_inspect(user, enterprise=enterprise),
    }


def visits_card(user: User, enterprise: Enterprise) -> dict[str, Any]:
    """For enterprises/cards/visits.html. The caller has checked that it may be seen."""
    return {
        "enterprise": enterprise,
        "visits": visits_of(user, enterprise)[:SHOWN],
        "promises": open_promises(enterprise)[:SHOWN],
        "may_visit": can_visit(user, enterprise=enterprise),
    }


def _score(enterprise: Enterprise) -> Any:
    return score(enterprise, facts_of([enterprise.pk])[enterprise.pk], weights())
