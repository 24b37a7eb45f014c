"""Which resumption filings somebody may see, and the lists of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from qixin.core import clock, ids
from qixin.core.errors import NotFound
from qixin.core.models import default_district
from qixin.enterprises.enums import OPEN_FILINGS, STANDING_FILINGS, FilingState
from qixin.enterprises.judging import Verdict, faults, judge, numbers_of
from qixin.enterprises.models import (
    Enterprise,
    FilingFile,
    FilingRule,
    FilingTerms,
    ResumptionFiling,
)
from qixin.enterprises.selectors.register import digits, reach
from qixin.people.models import User
from qixin.people.permissions import scope

NEWEST = ("-begun_at", "-id")
ALL, EXPIRED = "all", "expired"
_WITH = (
    "enterprise__unit__area", "enterprise__managing_unit__area", "enterprise__supervising_unit",
    "submitted_by__person", "decided_by__person", "renews",
)  # fmt: skip
# Nothing of persons in a list.
_ONLY_ALONE = ("legal_representative", "measures", "reason", "conditions")


def visible(user: User) -> QuerySet[ResumptionFiling]:
    """The filings of the enterprises that the user may see; a draft is the enterprise's own."""
    others = ~Q(state=FilingState.DRAFT)
    mine = scope(user, "enterprises.file", unit_field="enterprise__unit")
    return ResumptionFiling.objects.filter(
        reach(user, "enterprise__") & (others | mine), district=default_district()
    )


def filing_for(user: User, number: str) -> ResumptionFiling:
    """Raises NotFound for no such filing, or one that is not the user's to see."""
    found = (
        visible(user).select_related(*_WITH).filter(number=ids.normalise_number(number)[:20])
    ).first()
    if found is None:
        raise NotFound(_("There is no filing with this number, or none that you may see."))
    return found


@dataclass(frozen=True)
class Filter:
    """What the list is narrowed to; "" is no narrowing."""

    state: str = ALL
    words: str = ""
    enterprise: str = ""
    managing: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filter:
        """Read from GET parameters. What is not understood narrows nothing."""
        given = {one.name: query.get(one.name, "").strip() for one in fields(cls)}
        if given["state"] not in (EXPIRED, *FilingState.values):
            given["state"] = ALL
        for name in ("enterprise", "managing"):
            given[name] = digits(given[name])
        return cls(**given | {"words": query.get("q", "").replace("\0", "").strip()[:60]})


def listed(user: User, wanted: Filter) -> QuerySet[ResumptionFiling]:
    """The user's filings under a filter, for a cursor over NEWEST."""
    return (
        visible(user)
        .filter(_condition(wanted))
        .select_related("enterprise__unit", "enterprise__managing_unit")
        .defer(*_ONLY_ALONE)
    )


def tallies(user: User, wanted: Filter) -> dict[str, int]:
    """How many are in each state, under the rest of the filter."""
    rest = _condition(Filter(words=wanted.words, managing=wanted.managing))
    shown = ("submitted", "returned", "approved", "suspended", EXPIRED)
    counted: dict[str, int] = (
        visible(user)
        .filter(rest)
        .aggregate(**{state: Count("pk", filter=_in_state(state)) for state in shown})
    )
    return counted


def queue(user: User) -> QuerySet[ResumptionFiling]:
    """What waits for the user's decision, oldest first."""
    deciding = scope(
        user, "enterprises.decide",
        area_field="enterprise__unit__area", unit_field="enterprise__managing_unit",
    )  # fmt: skip
    return (
        ResumptionFiling.objects.filter(
            deciding, district=default_district(), state=FilingState.SUBMITTED
        )
        .select_related("enterprise__unit", "enterprise__managing_unit", "submitted_by__person")
        .defer(*_ONLY_ALONE)
        .order_by("submitted_at", "id")
    )


def waiting_count(user: User) -> int:
    """How many the navigation shows beside its entry."""
    return queue(user).count()


def open_filing(enterprise: Enterprise) -> ResumptionFiling | None:
    """The one in hand: draft, submitted or returned."""
    return enterprise.filings.filter(state__in=OPEN_FILINGS).first()


def standing_filing(enterprise: Enterprise) -> ResumptionFiling | None:
    """The approved or suspended one, whether its period is over or not."""
    return enterprise.filings.filter(state__in=STANDING_FILINGS).first()


def rules_in_force() -> QuerySet[FilingRule]:
    return FilingRule.objects.filter(district=default_district(), is_active=True)


def all_rules() -> QuerySet[FilingRule]:
    return FilingRule.objects.filter(district=default_district())


def filing_terms() -> FilingTerms:
    """The district's terms; the usual ones, not yet stored, where nobody has set any."""
    found = FilingTerms.objects.filter(district=default_district()).first()
    return found or FilingTerms()


def verdicts(filing: ResumptionFiling) -> list[Verdict]:
    """How the filing stands against the rules in force. The caller has checked who looks."""
    return judge(numbers_of(filing), rules_in_force())


def what_is_missing(filing: ResumptionFiling) -> dict[str, list[str]]:
    """Field → sentences about what keeps it from being submitted now."""
    return faults(filing, rules_in_force())


def remarks_of(filing: ResumptionFiling) -> dict[str, str]:
    """Field → the remark of the last round, while it is to be mended."""
    if filing.state != FilingState.RETURNED:
        return {}
    rows = filing.remarks.filter(round=filing.submissions)
    return dict(rows.values_list("field", "text"))


def files_of(filing: ResumptionFiling) -> QuerySet[FilingFile]:
    return filing.files.select_related("added_by__person")


def file_for(user: User, pk: int) -> FilingFile:
    """Raises NotFound where the filing is not the user's to see."""
    found = FilingFile.objects.select_related("filing__enterprise__unit").filter(
        filing__in=visible(user), pk=pk
    )
    file = found.first()
    if file is None:
        raise NotFound(_("There is no such file, or none that you may see."))
    return file


def card_of(user: User, enterprise: Enterprise) -> dict[str, Any]:
    """What the enterprise's card about filings shows: the one in hand with what it lacks, the
    one that stands, and how many there were."""
    rows = visible(user).filter(enterprise=enterprise)
    in_hand = rows.filter(state__in=OPEN_FILINGS).first()
    return {
        "enterprise": enterprise,
        "in_hand": in_hand,
        "lacking": what_is_missing(in_hand) if in_hand and in_hand.is_edited else {},
        "standing": rows.filter(state__in=STANDING_FILINGS).first(),
        "count": rows.count(),
    }


def _condition(wanted: Filter) -> Q:
    condition = _in_state(wanted.state)
    if wanted.enterprise:
        condition &= Q(enterprise=int(wanted.enterprise))
    if wanted.managing:
        condition &= Q(enterprise__managing_unit=int(wanted.managing))
    if wanted.words:
        condition &= (
            Q(enterprise__unit__name__icontains=wanted.words)
            | Q(enterprise__unit__credit_code=wanted.words.upper())
            | Q(number=ids.normalise_number(wanted.words)[:20])
        )
    return condition


def _in_state(state: str) -> Q:
    """An approval whose period has ended is no longer one."""
    today = clock.today()
    if state == ALL:
        return Q()
    if state == EXPIRED:
        return Q(state=FilingState.APPROVED, valid_until__lt=today)
    if state == FilingState.APPROVED:
        return Q(state=FilingState.APPROVED, valid_until__gte=today)
    return Q(state=state)
