"""Merging two rows of the register that are one enterprise."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.errors import Invalid
from qixin.enterprises import holdings
from qixin.enterprises.actions.stepping import locked_enterprise
from qixin.enterprises.models import Enterprise
from qixin.enterprises.policies.register import check_can_manage_register, check_not_merged
from qixin.enterprises.workflow import JOURNAL
from qixin.people import actions as people
from qixin.people.enums import Role
from qixin.people.models import Grant, User


@transaction.atomic
def merge(*, double: Enterprise, into: Enterprise, by: User) -> Enterprise:
    """Let `into` stand for both. What this room keeps goes over; the double's row and unit stay
    for the history, with the passes and letters that were issued under that name. Its contacts
    speak for the other one as well. What `into` does not say is taken from the double.

    Raises Refused, Invalid for the same row twice, WrongState for a row that was merged before.
    """
    check_can_manage_register(by)
    if double.pk == into.pk:
        raise Invalid(_("Choose two different enterprises."))
    # in the order of their keys, so that two merges never wait for each other
    held = {one.pk: locked_enterprise(one) for one in sorted((double, into), key=lambda e: e.pk)}
    gone, stays = held[double.pk], held[into.pk]
    check_not_merged(gone)
    check_not_merged(stays)
    moved = holdings.move_all(double=gone, into=stays, by=by)
    Enterprise.objects.filter(merged_into=gone).update(merged_into=stays)
    _fill_in(stays, gone)
    gone.merged_into = stays
    gone.version += 1
    gone.save(update_fields=["merged_into", "version"])
    _admit_contacts(gone, stays, by)
    for one, other in ((gone, stays), (stays, gone)):
        detail = {"into" if one is gone else "double": other.pk, **moved}
        journal.write(verb=JOURNAL["merge"], subject=one, by=by, detail=detail)
    return stays


def _fill_in(stays: Enterprise, gone: Enterprise) -> None:
    for name in ("division", "headcount", "address", "supervising_unit", "officer", "contact"):
        if getattr(stays, name) in (None, ""):
            setattr(stays, name, getattr(gone, name))
    if stays.lng is None:
        stays.lng, stays.lat = gone.lng, gone.lat
    stays.tags.add(*gone.tags.all())
    stays.version += 1
    stays.save()
    if not stays.unit.credit_code and gone.unit.credit_code:
        _hand_over_code(gone, stays)


def _hand_over_code(gone: Enterprise, stays: Enterprise) -> None:
    """A code stands once: the double's unit gives it up before the other one takes it."""
    code = gone.unit.credit_code
    gone.unit.credit_code = ""
    gone.unit.save(update_fields=["credit_code"])
    stays.unit.credit_code = code
    stays.unit.save(update_fields=["credit_code"])


def _admit_contacts(gone: Enterprise, stays: Enterprise, by: User) -> None:
    grants = Grant.objects.in_force().filter(unit=gone.unit, role=Role.ENTERPRISE_CONTACT)
    for grant in grants.select_related("person"):
        people.grant(
            person=grant.person, role=Role.ENTERPRISE_CONTACT, unit=stays.unit,
            until=grant.until, by=by,
        )  # fmt: skip
