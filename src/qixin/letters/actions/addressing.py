"""Keeping the address book and the series of numbers."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.errors import Conflict
from qixin.core.models import default_district
from qixin.core.saving import save_checked
from qixin.letters.models import Addressee, Series
from qixin.letters.policies import check_can_keep_addresses, check_can_manage
from qixin.letters.workflow import JOURNAL
from qixin.people.models import Unit, User


@transaction.atomic
def add_addressee(
    *, name: str, kind: str, province: str, email: str = "", address: str = "", by: User
) -> Addressee:
    """Add one to the address book. Raises Refused, Invalid, Conflict for a name that is there."""
    check_can_keep_addresses(by)
    name = " ".join(name.split())
    if Addressee.objects.filter(district=default_district(), name=name).exists():
        raise Conflict(_("“%(name)s” stands in the address book already.") % {"name": name})
    made = Addressee(name=name, kind=kind, province=province, email=email, address=address)
    save_checked(made)
    detail = {"province": province}
    journal.write(verb=JOURNAL["add_addressee"], subject=made, by=by, detail=detail)
    return made


@transaction.atomic
def set_series(*, code: str, heading: str, signature: str, unit: Unit, by: User) -> Series:
    """Make a series, or change how its letters are headed and signed. Raises Refused, Invalid."""
    check_can_manage(by)
    code = "".join(code.split())
    held = Series.objects.select_for_update().filter(district=default_district(), code=code).first()
    held = held or Series(code=code)
    held.heading, held.signature, held.unit = heading.strip(), signature.strip(), unit
    save_checked(held)
    detail = {"code": code, "unit": unit.pk}
    journal.write(verb=JOURNAL["set_series"], subject=held, by=by, detail=detail)
    return held
