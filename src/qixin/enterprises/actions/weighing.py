"""What a risk weighs, and how many days a hazard has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.errors import Conflict
from qixin.core.models import default_district
from qixin.core.saving import save_checked
from qixin.enterprises.models import RiskWeight, SafetyTerms, Tag
from qixin.enterprises.policies.safety import check_can_manage_safety
from qixin.enterprises.workflow.safety import JOURNAL
from qixin.people.models import User


@dataclass(frozen=True)
class Weighed:
    """A row of the table: of a plain term, an industry or a tag."""

    term: str
    points: int
    every: int = 1
    most: int = 1_000
    industry: str = ""
    tag: Tag | None = None


@transaction.atomic
def set_weights(
    *, weighed: Sequence[Weighed], days: Mapping[str, int], version: int, by: User
) -> SafetyTerms:
    """Put the whole table in the place of the old one, with the days for ordinary and major
    hazards. `version` is the one that the editor saw.

    Raises Refused, Invalid, Conflict where another editor saved meanwhile.
    """
    check_can_manage_safety(by)
    SafetyTerms.objects.get_or_create(district=default_district())
    terms = SafetyTerms.objects.select_for_update().get(district=default_district())
    if terms.version != version:
        raise Conflict(
            _("Somebody else changed the weights meanwhile. Load the page again and compare.")
        )
    terms.minor_days, terms.major_days = days["minor_days"], days["major_days"]
    terms.version += 1
    save_checked(terms)
    RiskWeight.objects.filter(district=default_district()).delete()
    for one in weighed:
        save_checked(
            RiskWeight(
                term=one.term, industry=one.industry, tag=one.tag, points=one.points,
                every=one.every, most=one.most,
            )
        )  # fmt: skip
    detail = {"rows": len(weighed)} | dict(days)
    journal.write(verb=JOURNAL["set_weights"], subject=terms, by=by, detail=detail)
    return terms
