"""What came of the cases: sums over outcomes, passes and letters, never typed totals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from qixin.cases.enums import OutcomeKind
from qixin.cases.models import Case, CaseOutcome
from qixin.cases.selectors.cases import visible
from qixin.cases.selectors.rates import Span
from qixin.letters.models import Recipient
from qixin.passes.enums import PassState
from qixin.passes.models import Pass
from qixin.people.models import User

MOST_GOODS = 12


@dataclass(frozen=True)
class Goods:
    what: str
    measure: str
    quantity: Decimal


@dataclass(frozen=True)
class Figures:
    """Amounts in yuan; goods are summed by name and unit of quantity alone."""

    loans: int
    asked: Decimal
    granted: Decimal
    paid: Decimal
    people: Decimal
    policies: int
    impossible: int
    passes: int
    letters: int
    goods: list[Goods]


def figures(user: User, span: Span) -> Figures:
    """Of the user's cases opened in the span. Four queries."""
    cases = visible(user).filter(span.as_filter())
    rows = CaseOutcome.objects.filter(case__in=cases.values("pk"), struck_at__isnull=True)
    sums = rows.aggregate(**_sums())
    return Figures(
        loans=sums["loans"],
        asked=sums["asked_sum"] or Decimal(0),
        granted=sums["granted_sum"] or Decimal(0),
        paid=sums["paid_sum"] or Decimal(0),
        people=sums["people_sum"] or Decimal(0),
        policies=sums["policies"],
        impossible=sums["impossible"],
        passes=_passes(cases),
        letters=_letters(cases),
        goods=_goods(rows),
    )


def _sums() -> dict[str, object]:
    loan = Q(kind=OutcomeKind.LOAN)
    return {
        "loans": Count("pk", filter=loan),
        "asked_sum": Sum("asked", filter=loan),
        "granted_sum": Sum("granted", filter=loan),
        "paid_sum": Sum("granted", filter=loan & Q(paid_on__isnull=False)),
        "people_sum": Sum("quantity", filter=Q(kind=OutcomeKind.PEOPLE)),
        "policies": Count("pk", filter=Q(kind=OutcomeKind.POLICY)),
        "impossible": Count("pk", filter=Q(kind=OutcomeKind.IMPOSSIBLE)),
    }


def _goods(rows: QuerySet[CaseOutcome]) -> list[Goods]:
    found = rows.filter(kind=OutcomeKind.GOODS).values("what", "measure")
    summed = found.annotate(quantity=Sum("quantity")).order_by("-quantity")[:MOST_GOODS]
    return [Goods(row["what"], row["measure"], row["quantity"]) for row in summed]


def _passes(cases: QuerySet[Case]) -> int:
    """Passes that were issued for these cases."""
    issued = Pass.objects.filter(state__in=(PassState.ISSUED, PassState.REVOKED))
    return issued.filter(case_number__in=cases.values("number")).count()


def _letters(cases: QuerySet[Case]) -> int:
    """Copies of letters for these cases that were answered."""
    answered = Recipient.objects.filter(answered_at__isnull=False)
    return answered.filter(letter__case_number__in=cases.values("number")).count()
