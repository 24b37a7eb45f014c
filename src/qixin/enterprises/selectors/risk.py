"""How much an enterprise needs an inspection, as a sum of terms that each say their points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q
from django.utils.functional import Promise
from django.utils.translation import ngettext

from qixin.core import clock
from qixin.core.models import default_district
from qixin.enterprises.enums import HazardState, Industry, RiskTerm, Severity
from qixin.enterprises.models import (
    Enterprise,
    Hazard,
    Inspection,
    RiskWeight,
    SafetyTerms,
)
from qixin.enterprises.models.hazards import OPEN_STATES
from qixin.enterprises.selectors.idle import Idle, idle_of

T = RiskTerm
# What counts where an administrator has set nothing: (points, for each, at most).
USUAL: dict[str, tuple[int, int, int]] = {
    T.IDLE: (2, 7, 20),
    T.HEADCOUNT: (2, 50, 20),
    T.MINOR: (3, 1, 15),
    T.MAJOR: (20, 1, 60),
    T.OVERDUE: (5, 1, 25),
    T.INSPECTED: (1, 7, 26),
    T.NEVER: (20, 1, 20),
}
# Where people burn, fall, are buried or crushed most often.
USUAL_BY_INDUSTRY: dict[str, int] = {
    Industry.B: 25, Industry.C: 15, Industry.D: 15, Industry.E: 25, Industry.F: 5, Industry.G: 15,
    Industry.H: 10, Industry.N: 5,
}  # fmt: skip


@dataclass(frozen=True)
class Weight:
    """`points` for each full `every` of a measure, `most` at the most."""

    points: int
    every: int = 1
    most: int = 1_000

    def of(self, measure: int) -> int:
        return min(self.most, self.points * (max(measure, 0) // self.every))


@dataclass(frozen=True)
class Weights:
    """The district's weights: of plain terms, of industries, of tags by their id."""

    plain: dict[str, Weight]
    industries: dict[str, Weight]
    tags: dict[int, Weight]


@dataclass(frozen=True)
class Term:
    """One term of a score: what it is, how much of it there is, what it gives."""

    label: str | Promise
    measure: str | Promise
    points: int


@dataclass(frozen=True)
class Score:
    """The sum, and the terms that make it, those without points left out."""

    total: int
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Facts:
    """What is known of one enterprise besides its row."""

    idle: Idle | None = None
    minor: int = 0
    major: int = 0
    overdue: int = 0
    inspected_on: date | None = None


def terms_of_safety() -> SafetyTerms:
    """The district's row; one with the usual values, unsaved, where there is none."""
    district = default_district()
    return SafetyTerms.objects.filter(district=district).first() or SafetyTerms(district=district)


def weights() -> Weights:
    """The usual weights, with what administrators set in their places."""
    held = Weights(
        {term: Weight(*usual) for term, usual in USUAL.items()},
        {section: Weight(points) for section, points in USUAL_BY_INDUSTRY.items()},
        {},
    )
    for row in RiskWeight.objects.filter(district=default_district()):
        weight = Weight(row.points, row.every, row.most)
        if row.tag_id is not None:
            held.tags[row.tag_id] = weight
        elif row.industry:
            held.industries[row.industry] = weight
        else:
            held.plain[row.term] = weight
    return held


def facts_of(enterprises: Iterable[int]) -> dict[int, Facts]:
    """By id of the enterprise; four queries however many they are."""
    pks = list(enterprises)
    idle = idle_of(pks)
    inspected = dict(
        Inspection.objects.filter(enterprise__in=pks, done_at__isnull=False)
        .values_list("enterprise")
        .annotate(last=Max("done_at"))
    )
    late = Q(state=HazardState.OPEN, due_on__lt=clock.today())
    found = (
        Hazard.objects.filter(enterprise__in=pks, state__in=OPEN_STATES)
        .values_list("enterprise")
        .annotate(
            minor=Count("pk", filter=Q(severity=Severity.MINOR)),
            major=Count("pk", filter=Q(severity=Severity.MAJOR)),
            overdue=Count("pk", filter=late),
        )
    )
    open_ones: dict[int, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    open_ones.update({pk: (minor, major, overdue) for pk, minor, major, overdue in found})
    return {
        pk: Facts(
            idle.get(pk),
            *open_ones[pk],
            inspected_on=clock.local(inspected[pk]).date() if pk in inspected else None,
        )
        for pk in pks
    }


def score(enterprise: Enterprise, facts: Facts, held: Weights) -> Score:
    """The enterprise's score today. Its tags are prefetched, or are asked for here."""
    today = clock.today()
    terms = [_by_industry(enterprise, held)]
    terms += [
        Term(str(tag), "", held.tags[tag.pk].points)
        for tag in enterprise.tags.all()
        if tag.pk in held.tags
    ]
    headcount = enterprise.headcount or 0
    terms += [
        _by_idleness(facts.idle, held),
        _plain(T.HEADCOUNT, held, headcount),
        _plain(T.MINOR, held, facts.minor),
        _plain(T.MAJOR, held, facts.major),
        _plain(T.OVERDUE, held, facts.overdue),
    ]
    if facts.inspected_on is None:
        terms.append(_plain(T.NEVER, held, held.plain[T.NEVER].every, lambda _one: ""))
    else:
        since = (today - facts.inspected_on).days
        terms.append(_plain(T.INSPECTED, held, since, _days))
    counting = tuple(term for term in terms if term.points)
    return Score(sum(term.points for term in counting), counting)


def _by_industry(enterprise: Enterprise, held: Weights) -> Term:
    weight = held.industries.get(enterprise.industry, Weight(0))
    # Asked for thousands of times: `get_industry_display` goes through all choices each time.
    label = Industry(enterprise.industry).label
    return Term(T.INDUSTRY.label, label, min(weight.points, weight.most))


def _by_idleness(idle: Idle | None, held: Weights) -> Term:
    if idle is None:
        return _plain(T.IDLE, held, 0)
    return _plain(T.IDLE, held, idle.days, lambda days: f"{_days(days)} ({idle.why})")


def _plain(
    term: RiskTerm, held: Weights, measure: int, shown: Callable[[int], str] = "{:,}".format
) -> Term:
    points = held.plain[term].of(measure)
    # Words for what gives no points would be thrown away.
    return Term(term.label, shown(measure) if points else "", points)


def _days(days: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
