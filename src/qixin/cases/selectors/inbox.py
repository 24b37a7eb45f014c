"""The list of cases: every figure about cases, wherever it stands, is the length of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from qixin.cases.enums import OPEN_STATES, CaseState
from qixin.cases.models import Assignment, Case, FurtherReport
from qixin.cases.search import INDEX
from qixin.cases.selectors.cases import visible
from qixin.cases.selectors.sets import SETS, due_soon, in_set, overdue
from qixin.core import clock, ids
from qixin.people.models import User

# What the filter calls "state": names for sets of states besides the states themselves.
OPEN, OVERDUE, SOON, ALL = "open", "overdue", "soon", "all"
# A word in more cases than this is looked for along the list, not before it.
FREQUENT = 1_000
_CLOCKED = (OPEN, OVERDUE, SOON, *OPEN_STATES)


@dataclass(frozen=True)
class Filter:
    """What the list is narrowed to; "" is no narrowing. `town` is an area code, the others of
    things ids, days the district's. `unit` has a part in the case, `lead` leads it; `set` is one of
    `sets.SETS`."""

    state: str = OPEN
    town: str = ""
    unit: str = ""
    group: str = ""
    urgency: str = ""
    opened_on: date | None = None
    answered_on: date | None = None
    words: str = ""
    lead: str = ""
    type: str = ""
    asker: str = ""
    set: str = ""
    opened_from: date | None = None
    opened_until: date | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filter:
        """Read from GET parameters. What is not understood narrows nothing."""
        state = query.get("state", OPEN)
        return cls(
            state=state if state in (OPEN, OVERDUE, SOON, ALL, *CaseState.values) else OPEN,
            town=_digits(query.get("town", ""), also=("none",)),
            unit=_digits(query.get("unit", "")),
            group=_digits(query.get("group", ""), also=("none",)),
            urgency=_digits(query.get("urgency", "")),
            opened_on=_day(query.get("opened_on", "")),
            answered_on=_day(query.get("answered_on", "")),
            words=query.get("q", "").strip()[:60],
            lead=_digits(query.get("lead", "")),
            type=_digits(query.get("type", ""), also=("none",)),
            asker=_digits(query.get("asker", "")),
            set=_set(query.get("set", "")),
            opened_from=_day(query.get("opened_from", "")),
            opened_until=_day(query.get("opened_until", "")),
        )


def inbox(user: User, wanted: Filter) -> QuerySet[Case]:
    """The user's cases under a filter: what is due first comes first, what is over newest first."""
    found = (
        visible(user)
        .filter(_condition(wanted))
        .select_related("lead_unit", "town", "asker", "case_type")
    )
    # Counted for the rows of the page; a join would group all of them first.
    found = found.annotate(reports_count=_further_reports() + 1)
    # A page of texts weighs more than the rest of it, and the list shows none.
    found = found.defer("text")
    return found.order_by(*_order(wanted))


def _further_reports() -> Coalesce:
    rows = FurtherReport.objects.filter(case=OuterRef("pk")).order_by().values("case")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def tallies(user: User, wanted: Filter) -> dict[str, int]:
    """How many are open, overdue and waiting for confirmation under the rest of the filter."""
    rest = _condition(
        Filter(**{**wanted.__dict__, "state": ALL, "opened_on": None, "answered_on": None})
    )
    counted: dict[str, int] = (
        visible(user)
        .filter(rest, state__in=(*OPEN_STATES, CaseState.ANSWERED))
        .aggregate(
            open=Count("pk", filter=Q(state__in=OPEN_STATES)),
            overdue=Count("pk", filter=overdue()),
            soon=Count("pk", filter=due_soon()),
            answered=Count("pk", filter=Q(state=CaseState.ANSWERED)),
        )
    )
    return counted


def narrowed(
    cases: QuerySet[Case],
    *,
    state: str = "",
    town: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Case]:
    """For other systems: of one state and town, opened from `since` on and before `until`."""
    given = {
        "state": state,
        "town__code": town,
        "opened_at__gte": since,
        "opened_at__lt": until,
    }
    return cases.filter(**{name: value for name, value in given.items() if value})


def _condition(wanted: Filter) -> Q:
    condition = _in_state(wanted.state)
    for value, make in _NARROWING.items():
        given = getattr(wanted, value)
        if given:
            condition &= make(given)
    return condition


def _in_state(state: str) -> Q:
    if state == ALL:
        return Q()
    if state == OPEN:
        return Q(state__in=OPEN_STATES)
    if state == SOON:
        return due_soon()
    return overdue() if state == OVERDUE else Q(state=state)


def _in_town(code: str) -> Q:
    return Q(town__isnull=True) if code == "none" else Q(town__code=code)


def _of_group(pk: str) -> Q:
    return Q(report__group__isnull=True) if pk == "none" else Q(report__group=int(pk))


def _opened_on(day: date) -> Q:
    start, end = clock.day_bounds(day)
    return Q(opened_at__gte=start, opened_at__lt=end)


def _answered_on(day: date) -> Q:
    start, end = clock.day_bounds(day)
    return Q(answered_at__gte=start, answered_at__lt=end)


def _with_words(words: str) -> Q:
    number = ids.normalise_number(words)[:20]
    if ids.is_number(number):
        return Q(number=number)
    if INDEX.is_frequent(words, over=FREQUENT):
        return INDEX.matching_along(words, Case._meta.db_table)
    return INDEX.matching(words)


def _of_type(pk: str) -> Q:
    return Q(case_type__isnull=True) if pk == "none" else Q(case_type=int(pk))


def _opened_from(day: date) -> Q:
    return Q(opened_at__gte=clock.day_bounds(day)[0])


def _opened_until(day: date) -> Q:
    return Q(opened_at__lt=clock.day_bounds(day)[1])


_NARROWING: dict[str, Callable[..., Q]] = {
    "town": _in_town,
    "unit": lambda pk: Q(pk__in=Assignment.objects.filter(unit=int(pk)).values("case")),
    "group": _of_group,
    "urgency": lambda level: Q(urgency=int(level)),
    "opened_on": _opened_on,
    "answered_on": _answered_on,
    "words": _with_words,
    "lead": lambda pk: Q(lead_unit=int(pk)),
    "type": _of_type,
    "asker": lambda pk: Q(asker=int(pk)),
    "set": in_set,
    "opened_from": _opened_from,
    "opened_until": _opened_until,
}


def _order(wanted: Filter) -> tuple[str, ...]:
    if wanted.state in _CLOCKED:
        return ("due_at", "id")
    if wanted.state == CaseState.ANSWERED:
        return ("answered_at", "id")
    return ("-opened_at", "-id")


def _digits(text: str, *, also: tuple[str, ...] = ()) -> str:
    return text if (text.isascii() and text.isdigit() and len(text) <= 12) or text in also else ""


def _set(name: str) -> str:
    return name if name in SETS or name == "excluded" else ""


def _day(text: str) -> date | None:
    if text == "today":
        return timezone.localdate(timezone=timezone.get_default_timezone())
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
