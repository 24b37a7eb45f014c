"""Keeping the address book and the series of numbers."""

from __future__ import annotations

import re
import unicodedata

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.errors import Conflict
from qixin.core.models import default_district
from qixin.core.saving import save_checked
from qixin.letters.models import Addressee, Recipient, Reminder, Series
from qixin.letters.policies import check_can_keep_addresses, check_can_manage
from qixin.letters.workflow import JOURNAL
from qixin.people.models import Unit, User

_BRACKETS = str.maketrans("()", "（）")
_SPACE_IN_CHINESE = re.compile(r"(?<=[\u3000-\u9fff（）])\s+|\s+(?=[\u3000-\u9fff（）])")


@transaction.atomic
def add_addressee(
    *, name: str, kind: str, province: str, email: str = "", address: str = "", by: User
) -> Addressee:
    """Add one to the address book. Raises Refused, Invalid, Conflict for a name that is there."""
    check_can_keep_addresses(by)
    name = clean_name(name)
    made = Addressee.objects.filter(district=default_district(), name=name).first()
    if made is not None and made.retired_at is None:
        raise Conflict(_("“%(name)s” stands in the address book already.") % {"name": name})
    # whoever was taken out comes back with what it got and answered
    made = made or Addressee(name=name)
    made.kind, made.province, made.email, made.address = kind, province, email, address
    made.retired_at = None
    made.version += 0 if made.pk is None else 1
    save_checked(made)
    detail = {"province": province}
    journal.write(verb=JOURNAL["add_addressee"], subject=made, by=by, detail=detail)
    return made


@transaction.atomic
def revise_addressee(
    *,
    addressee: Addressee,
    name: str,
    kind: str,
    province: str,
    email: str,
    address: str,
    version: int,
    by: User,
) -> Addressee:
    """Change an entry. Copies that another address had refused are mailed again.

    Raises Refused, Invalid, Conflict where it was changed since `version`, or the name is taken.
    """
    check_can_keep_addresses(by)
    held = Addressee.objects.select_for_update().get(pk=addressee.pk)
    if held.version != version:
        raise Conflict(_("Somebody else has changed this entry meanwhile. Look at it first."))
    name = clean_name(name)
    if Addressee.objects.filter(district=held.district, name=name).exclude(pk=held.pk).exists():
        raise Conflict(_("“%(name)s” stands in the address book already.") % {"name": name})
    moved = held.email != email
    held.name, held.kind, held.province = name, kind, province
    held.email, held.address, held.version = email, address, version + 1
    save_checked(held)
    if moved:
        again = {"mail_attempts": 0, "mail_next_at": None, "undeliverable_at": None}
        Recipient.objects.filter(addressee=held, delivered_at=None).update(**again)
        Reminder.objects.filter(recipient__addressee=held, delivered_at=None).update(**again)
    detail = {"province": province}
    journal.write(verb=JOURNAL["revise_addressee"], subject=held, by=by, detail=detail)
    return held


@transaction.atomic
def retire_addressee(*, addressee: Addressee, by: User) -> Addressee:
    """Offer it for no new letter; what it got and answered stays. Again does nothing.

    Raises Refused.
    """
    check_can_keep_addresses(by)
    held = Addressee.objects.select_for_update().get(pk=addressee.pk)
    if held.retired_at is None:
        held.retired_at = clock.now()
        held.version += 1
        held.save(update_fields=["retired_at", "version"])
        journal.write(verb=JOURNAL["retire_addressee"], subject=held, by=by)
    return held


def clean_name(name: str) -> str:
    """A name as it is kept, so that it stands there once however it was typed: full-width letters
    and digits as half-width ones, no spaces between Chinese characters, Chinese brackets."""
    text = " ".join(unicodedata.normalize("NFKC", name.replace("\0", "")).split())
    text = text.translate(_BRACKETS)
    return _SPACE_IN_CHINESE.sub("", text)


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
