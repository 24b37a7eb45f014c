"""Who may do what with the register: `check_…` raises a sentence, `can_…` answers for buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from qixin.core.errors import Conflict, QixinError, Refused, WrongState
from qixin.enterprises.models import Enterprise
from qixin.people.models import Unit, User
from qixin.people.permissions import grants_for, has_permission, reaches


def manages(by: User, *, enterprise: Enterprise) -> bool:
    """Whether `by` decides for the managing unit, the enterprise's area or the whole district."""
    return reaches(
        by, "enterprises.decide", area=enterprise.unit.area, unit=enterprise.managing_unit
    )


def manages_register(by: User) -> bool:
    """Whether `by` administers the whole district's register."""
    return any(grant.is_district_wide for grant in grants_for(by, "enterprises.manage"))


def speaks_for(by: User, *, enterprise: Enterprise) -> bool:
    """Whether `by` is one of the enterprise's contacts, of either name after a merge."""
    return any(
        reaches(by, "enterprises.file", unit=unit)
        for unit in [enterprise.unit, *(double.unit for double in enterprise.doubles.all())]
    )


def check_not_merged(enterprise: Enterprise) -> None:
    """Raises WrongState for the row of a double, which stands for nothing any more."""
    if enterprise.merged_into_id is not None:
        raise WrongState(_("This row was merged into another enterprise. Go on with that one."))


def check_can_register(by: User, *, managing_unit: Unit) -> None:
    """Raises Refused unless `by` keeps the register, or decides for the managing unit."""
    if not (
        manages_register(by)
        or reaches(by, "enterprises.decide", area=managing_unit.area, unit=managing_unit)
    ):
        raise Refused(
            _("Enterprises are registered by administrators and by officers of the managing unit.")
        )


def check_can_revise(by: User, *, enterprise: Enterprise) -> None:
    """Raises Refused unless `by` keeps the register or manages this enterprise; WrongState for
    a merged one."""
    check_not_merged(enterprise)
    if not (manages_register(by) or manages(by, enterprise=enterprise)):
        raise Refused(_("Only the managing unit's officers and administrators may change this."))


def check_can_assign(by: User, *, enterprise: Enterprise) -> None:
    """Raises Refused unless `by` may name officers everywhere, or manages this enterprise."""
    check_not_merged(enterprise)
    if not (
        reaches(by, "enterprises.assign", area=enterprise.unit.area, unit=enterprise.managing_unit)
        or manages(by, enterprise=enterprise)
    ):
        raise Refused(
            _("Only the managing unit's officers and the duty commander name the officer.")
        )


def check_can_be_named(officer: User) -> None:
    """Raises Refused for somebody who could not visit the enterprise."""
    if not has_permission(officer, "enterprises.visit"):
        raise Refused(_("This person has no role in which enterprises are visited."))


def check_can_manage_register(by: User) -> None:
    """Raises Refused unless `by` administers the whole district's register."""
    if not manages_register(by):
        raise Refused(_("This is for administrators of the whole district."))


def check_can_keep_contacts(by: User, *, enterprise: Enterprise) -> None:
    """Raises Refused unless `by` keeps the register or speaks for the enterprise; WrongState for a
    merged one."""
    check_not_merged(enterprise)
    if not (manages_register(by) or speaks_for(by, enterprise=enterprise)):
        raise Refused(_("Contacts are changed by the enterprise itself and by administrators."))


def check_not_the_last(by: User, *, enterprise: Enterprise, left: int) -> None:
    """Raises Conflict where an enterprise would leave nobody who speaks for it; an administrator
    may, for the person may have left without a word."""
    if not left and not manages_register(by):
        raise Conflict(_("Nobody else speaks for the enterprise. Invite the next contact first."))


def check_can_unmask_contact(by: User, *, enterprise: Enterprise) -> None:
    """Raises Refused unless `by` has to reach the enterprise's contacts: its managing unit's
    officers, its named officer, and whoever may unmask in its area."""
    if not (
        manages(by, enterprise=enterprise)
        or enterprise.officer_id == by.pk
        or reaches(by, "people.unmask", area=enterprise.unit.area, unit=enterprise.unit)
    ):
        raise Refused(_("Your roles do not allow you to see this in full."))


_CHECKS: dict[str, Callable[..., None]] = {
    "revise": check_can_revise,
    "assign": check_can_assign,
    "unmask_contact": check_can_unmask_contact,
    "keep_contacts": check_can_keep_contacts,
}


VERBS = tuple(_CHECKS)


def can(by: User, verb: str, **thing: Any) -> bool:
    """Whether the button for `verb` is shown."""
    try:
        _CHECKS[verb](by, **thing)
    except QixinError:
        return False
    return True


def may_register(by: User) -> bool:
    """Whether `by` may register an enterprise somewhere."""
    return manages_register(by) or has_permission(by, "enterprises.decide")
