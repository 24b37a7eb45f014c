"""Who may do what about safety: `check_…` raises a sentence, `can_…` answers for the button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import Invalid, QixinError, Refused, WrongState
from qixin.enterprises.enums import Severity
from qixin.enterprises.models import Enterprise, Hazard, Inspection
from qixin.enterprises.workflow.safety import TRANSITIONS
from qixin.people.models import Unit, User
from qixin.people.permissions import grants_for, has_permission, reaches

# Nobody means a deadline further away than this.
LONGEST_DEADLINE = timedelta(days=365)


def offices_of(enterprise: Enterprise) -> list[Unit]:
    """The managing unit and, where there is one, the supervising department."""
    units = [enterprise.managing_unit]
    if enterprise.supervising_unit is not None:
        units.append(enterprise.supervising_unit)
    return units


def reaches_enterprise(by: User, permission: str, enterprise: Enterprise) -> bool:
    """Whether `by` has the permission for its area, or for a unit that looks after it."""
    area = enterprise.unit.area
    return any(reaches(by, permission, area=area, unit=unit) for unit in offices_of(enterprise))


def is_named_officer(by: User, enterprise: Enterprise) -> bool:
    """Whether `by` is the named officer of this enterprise, and still may visit."""
    return enterprise.officer_id == by.pk and has_permission(by, "enterprises.visit")


def inspecting_unit(by: User, enterprise: Enterprise) -> Unit:
    """The unit in whose name `by` inspects. Raises Refused where there is none."""
    area = enterprise.unit.area
    for unit in offices_of(enterprise):
        if reaches(by, "enterprises.inspect", area=area, unit=unit):
            return unit
    raise Refused(_("Only inspectors of the units that look after this enterprise may do this."))


def check_can_inspect(by: User, *, enterprise: Enterprise) -> None:
    """Raises Refused unless `by` inspects for the managing or supervising unit."""
    inspecting_unit(by, enterprise)


def check_can_arrange(by: User, *, inspection: Inspection) -> None:
    """Raises Refused unless `by` inspects for the inspection's enterprise."""
    check_can_inspect(by, enterprise=inspection.enterprise)


def check_can_visit(by: User, *, enterprise: Enterprise) -> None:
    """Raises Refused unless `by` is the enterprise's named officer."""
    if not is_named_officer(by, enterprise):
        raise Refused(_("Only the named officer of this enterprise records visits."))


def check_can_report_mended(by: User, *, hazard: Hazard) -> None:
    """Raises Refused unless `by` is a contact of the enterprise."""
    unit = hazard.enterprise.unit
    if not reaches(by, "enterprises.file", area=unit.area, unit=unit):
        raise Refused(_("Only the enterprise itself reports that it mended a hazard."))


def check_can_inspect_again(by: User, *, hazard: Hazard) -> None:
    """Raises Refused unless `by` inspects there, or is the named officer and it is ordinary."""
    if reaches_enterprise(by, "enterprises.inspect", hazard.enterprise):
        return
    if not is_named_officer(by, hazard.enterprise):
        raise Refused(
            _("Only inspectors and the named officer of this enterprise inspect it again.")
        )
    if hazard.severity == Severity.MAJOR:
        raise Refused(_("A major hazard is cleared by an inspector, not by the named officer."))


def check_can_extend(by: User, *, hazard: Hazard) -> None:
    """Raises Refused unless `by` inspects there; a second time, another one who decides there."""
    if not hazard.extensions:
        check_can_inspect(by, enterprise=hazard.enterprise)
        return
    if not reaches_enterprise(by, "enterprises.decide", hazard.enterprise):
        raise Refused(
            _("The deadline has been extended once. Somebody who decides in the unit may do so "
              "again.")
        )  # fmt: skip
    if hazard.extended_by_id == by.pk:
        raise Refused(_("You extended this deadline before. Somebody else has to decide now."))


def check_can_drop(by: User, *, hazard: Hazard) -> None:
    """Raises Refused unless `by` decides there and did not find it."""
    if not reaches_enterprise(by, "enterprises.decide", hazard.enterprise):
        raise Refused(_("Only whoever decides in the unit drops a hazard."))
    if hazard.found_by_id == by.pk:
        raise Refused(_("Somebody else has to decide about a hazard that you found yourself."))


def check_can_manage_safety(by: User) -> None:
    """Raises Refused unless `by` administers the whole district's enterprises."""
    if not any(grant.is_district_wide for grant in grants_for(by, "enterprises.manage")):
        raise Refused(
            _("Checklists and risk weights are for administrators of the whole district.")
        )


def sees_safety(user: User) -> bool:
    """Whether the pages about safety show this user anything."""
    return any(has_permission(user, f"enterprises.{verb}") for verb in ("read", "file", "visit"))


def check_sees_safety(user: User) -> None:
    """Raises Refused where `sees_safety` is false."""
    if not sees_safety(user):
        raise Refused(_("Your roles do not allow this. Ask the administrator for a grant."))


def check_deadline(due_on: date, *, found_on: date) -> None:
    """Raises Invalid for a deadline before the day that it counts from, or a year after it."""
    if due_on < found_on:
        raise Invalid(_("The deadline lies in the past. Choose today or a later day."))
    if due_on - found_on > LONGEST_DEADLINE:
        raise Invalid(_("A deadline lies within a year."))


def check_planned_day(day: date) -> None:
    """Raises Invalid for a day that is over, or more than a year away."""
    if day < clock.today():
        raise Invalid(_("This day is over. Choose today or a later day."))
    if day - clock.today() > LONGEST_DEADLINE:
        raise Invalid(_("Plan within a year."))


def check_safety_transition(noun: str, verb: str, state: str, *, kept: str = "") -> str:
    """The state that `verb` leads to; raises WrongState where no road is drawn."""
    origins, target = TRANSITIONS[noun][verb]
    if state not in origins:
        sentence = _(
            "This is at another step by now; somebody was quicker. "
            "Load the page again to see how it stands."
        )
        error = WrongState(sentence)
        error.kept = kept
        raise error
    return target


_HAZARD_CHECKS: dict[str, Callable[..., None]] = {
    "report_mended": check_can_report_mended,
    "clear": check_can_inspect_again,
    "not_clear": check_can_inspect_again,
    "extend": check_can_extend,
    "drop": check_can_drop,
}


def can_step(by: User, verb: str, *, hazard: Hazard) -> bool:
    """Whether the button for `verb` is shown: by role, and by where the hazard stands."""
    try:
        check_safety_transition("hazard", verb, hazard.state)
        _HAZARD_CHECKS[verb](by, hazard=hazard)
    except QixinError:
        return False
    return True


def can_inspect(by: User, *, enterprise: Enterprise) -> bool:
    return reaches_enterprise(by, "enterprises.inspect", enterprise)


def can_visit(by: User, *, enterprise: Enterprise) -> bool:
    return is_named_officer(by, enterprise)


def may_manage_safety(by: User) -> bool:
    return any(grant.is_district_wide for grant in grants_for(by, "enterprises.manage"))
