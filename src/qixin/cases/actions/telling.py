"""Who is told what of a case, at the bell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse

from qixin.cases.actions.stepping import standing_lead
from qixin.cases.models import Assignment, Case
from qixin.people.actions import notify
from qixin.people.enums import Role
from qixin.people.models import Unit, User
from qixin.people.selectors.notices import users_with


def tell(users: Iterable[User], kind: str, case: Case, *, by: User | None = None) -> None:
    """A notice that leads to the case's page in the workbench."""
    notify(
        users=users,
        kind=kind,
        link=reverse("cases:detail", args=[case.number]),
        detail={"case": case.number, "title": case.title[:60]},
        by=by,
    )


def tell_officers(part: Assignment, kind: str, *, by: User | None = None) -> None:
    """The officer of the part, or all officers of its unit while nobody took it."""
    tell(officers_of(part), kind, part.case, by=by)


def tell_offered(parts: Sequence[Assignment]) -> None:
    """The officers of units that were asked just now, each once. One query for all parts."""
    units = [part.unit for part in parts]
    tell(users_with(Role.OFFICER, units=units), "cases.offered", parts[0].case)


def tell_lead(case: Case, kind: str, *, by: User | None = None) -> None:
    """The lead unit; while the commander has yet to choose one, the commanders."""
    lead = standing_lead(case)
    if lead is None:
        tell_commanders(case, kind, by=by)
    else:
        tell_officers(lead, kind, by=by)


def officers_of(part: Assignment) -> Iterable[User]:
    return [part.officer] if part.officer else users_with(Role.OFFICER, units=[part.unit])


def heads_of(unit: Unit) -> Iterable[User]:
    """Whoever coordinates the unit; its officers where nobody does."""
    coordinators = users_with(Role.UNIT_COORDINATOR, units=[unit])
    return coordinators or users_with(Role.OFFICER, units=[unit])


def commanders() -> Iterable[User]:
    return users_with(Role.COMMANDER)


def tell_commanders(case: Case, kind: str, *, by: User | None = None) -> None:
    tell(commanders(), kind, case, by=by)


def tell_asker(case: Case, kind: str, *, by: User | None = None) -> None:
    """The contacts of the enterprise that the case is for; their page is the one they may see."""
    if case.asker is None:
        return
    notify(
        users=users_with(Role.ENTERPRISE_CONTACT, units=[case.asker]),
        kind=kind,
        link=reverse("cases:own_case", args=[case.number]),
        detail={"case": case.number, "title": case.title[:60]},
        by=by,
    )
