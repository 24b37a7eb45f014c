"""Setting the terms on which passes are issued."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.errors import Conflict, Invalid
from qixin.core.models import default_district
from qixin.core.personal_data import PLATE_PROVINCES
from qixin.core.saving import save_checked
from qixin.passes.models import BulkRule, HolderLimit, Terms
from qixin.passes.models.terms import UNSET
from qixin.passes.policies import check_can_manage
from qixin.passes.workflow import JOURNAL
from qixin.people.models import Unit, User
from qixin.people.policies import check_stands


@transaction.atomic
def set_terms(
    *,
    office: Unit | None,
    most_passes: int,
    longest_days: int,
    list_hours: int,
    by: User,
    version: int | None = None,
) -> Terms:
    """Set the district's terms. Requests that are there keep the office they were sent to.

    Raises Refused, Invalid for a number beyond its bounds or an office that was dissolved,
    Conflict where somebody has set them since `version`; None has not looked at them.
    """
    check_can_manage(by)
    if office is not None:
        check_stands(office)
    held = Terms.objects.select_for_update().filter(district=default_district()).first()
    held = held or Terms(version=UNSET)
    _step_on(held, version)
    held.office, held.most_passes = office, most_passes
    held.longest_days, held.list_hours = longest_days, list_hours
    save_checked(held)
    detail = {
        "unit": office.pk if office else None,
        "most": most_passes,
        "days": longest_days,
        "hours": list_hours,
    }
    journal.write(verb=JOURNAL["set_terms"], subject=held, by=by, detail=detail)
    return held


@transaction.atomic
def set_limit(*, holder: Unit, most: int, by: User, version: int | None = None) -> HolderLimit:
    """Give one holder a limit of its own. Raises Refused, Invalid, Conflict as `set_terms` does."""
    check_can_manage(by)
    held = HolderLimit.objects.select_for_update().filter(holder=holder).first()
    if held is not None and version == UNSET:
        raise Conflict(
            _("%(holder)s has a limit of its own already. Change it in the list.")
            % {"holder": holder}
        )
    held = held or HolderLimit(holder=holder, version=UNSET)
    _step_on(held, version)
    held.most = most
    save_checked(held)
    detail = {"unit": holder.pk, "most": most}
    journal.write(verb=JOURNAL["set_limit"], subject=held, by=by, detail=detail)
    return held


@transaction.atomic
def remove_limit(*, limit: HolderLimit, by: User, version: int | None = None) -> None:
    """The usual limit counts for this holder again; again does nothing.

    Raises Refused, Conflict where somebody has set it since `version`.
    """
    check_can_manage(by)
    held = HolderLimit.objects.select_for_update().filter(pk=limit.pk).first()
    if held is None:
        return
    _step_on(held, version)
    detail = {"unit": held.holder_id, "most": None}
    journal.write(verb=JOURNAL["set_limit"], subject=held, by=by, detail=detail)
    held.delete()


@transaction.atomic
def set_rule(
    *, pass_class: int, longest_days: int, provinces: str, is_active: bool, by: User,
    version: int | None = None,
) -> BulkRule:  # fmt: skip
    """Say which requests of a class may be approved in bulk.

    Raises Refused, Invalid, Conflict as `set_terms` does.
    """
    check_can_manage(by)
    provinces = "".join(dict.fromkeys("".join(provinces.split())))
    if strange := set(provinces) - set(PLATE_PROVINCES):
        raise Invalid(_("“%(text)s” begins no plate.") % {"text": "".join(sorted(strange))})
    held = (
        BulkRule.objects.select_for_update()
        .filter(district=default_district(), pass_class=pass_class)
        .first()
    ) or BulkRule(pass_class=pass_class, version=UNSET)
    _step_on(held, version)
    held.longest_days, held.provinces, held.is_active = longest_days, provinces, is_active
    save_checked(held)
    detail = {"class": pass_class, "days": longest_days, "active": is_active}
    journal.write(verb=JOURNAL["set_rule"], subject=held, by=by, detail=detail)
    return held


def _step_on(held: Terms | HolderLimit | BulkRule, version: int | None) -> None:
    """The next version of a locked row. Raises Conflict where it is not at `version` any more;
    None has not looked at it."""
    if version is not None and version != held.version:
        raise Conflict(
            _("Somebody else has changed this meanwhile. Copy what you typed, load the page again "
              "and compare.")
        )  # fmt: skip
    held.version += 1
