"""A commander's picture of one day: figures with the list behind each, places, map, curve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core import clock
from qixin.people.models import User
from qixin.people.permissions import check_permission
from qixin.people.selectors.places import district_area, towns
from qixin.reports.enums import Precision, ReportState
from qixin.reports.models import Group
from qixin.situation import links
from qixin.situation.minutes import MINUTES_A_DAY, along
from qixin.situation.selectors import cases, reports, stories


@dataclass(frozen=True)
class Figure:
    """A number, and the list that has as many entries."""

    name: str
    label: str | Promise
    value: int
    href: str
    icon: str = ""
    tone: str = "neutral"
    hint: str | Promise = ""


@dataclass(frozen=True)
class Row:
    """A town's or a group's figures, in the order of the table's columns."""

    name: str | Promise
    figures: list[Figure]


@dataclass(frozen=True)
class Day:
    """What the page shows of `day`."""

    day: date
    is_today: bool
    figures: list[Figure]
    towns: list[Row]
    groups: list[Row]
    curve: dict[str, Any]
    map: dict[str, Any]
    # how far the places can be trusted; the map shows the exact ones
    places: list[Figure]
    shown_points: int


def picture_of(user: User, day: date) -> Day:
    """Count everything about `day` that `user` may see, with eight queries whatever the rows.

    Raises Refused without `situation.read`.
    """
    check_permission(user, "situation.read")
    received = reports.of_day(user, day)
    cells = reports.cube(received)
    is_today = day == clock.today()
    waiting = cases.waiting(user, None if is_today else day)
    minutes = _minutes(user, day, received)
    points = _points(reports.points(received))
    return Day(
        day=day,
        is_today=is_today,
        figures=_figures(user, day, cells, waiting, minutes),
        towns=_towns(day, cells, waiting),
        groups=_groups(day, cells, waiting),
        curve=_curve(day, minutes),
        map={"boundary": district_area().boundary, "points": points},
        places=_places(day, cells),
        shown_points=len(points),
    )


_Minutes = dict[str, list[tuple[str, int]]]


def _minutes(user: User, day: date, received: Any) -> _Minutes:
    return {
        "reports": reports.by_minute(received),
        "stories": stories.by_minute(user, day),
        "cases": cases.by_minute(cases.opened_on(user, day)),
    }


def _sum(counts: Iterable[tuple[str, int]]) -> int:
    return sum(number for _minute, number in counts)


def _figures(
    user: User,
    day: date,
    cells: list[reports.Cell],
    waiting: list[cases.Waiting],
    minutes: _Minutes,
) -> list[Figure]:
    received = reports.in_state(cells, ReportState.RECEIVED)
    reports_link, of_cases = partial(links.reports, day), _case_links(day)
    overdue = sum(row.overdue for row in waiting)
    return [
        Figure("reports", _("Reports"), reports.total(cells), reports_link(), "message-report"),
        Figure(
            "untriaged",
            _("Not yet triaged"),
            received,
            reports_link(state=ReportState.RECEIVED.value),
            "inbox",
            "warning" if received else "neutral",
        ),
        Figure("stories", _("Stories published"), _sum(minutes["stories"]), links.stories(day),
               "news"),
        Figure(
            "cases",
            _("Cases opened"),
            _sum(minutes["cases"]),
            links.cases(state="all", opened_on=day.isoformat()),
            "briefcase",
        ),
        Figure("open", _("Cases open"), sum(row.open for row in waiting), of_cases("open"),
               "clock", hint=_hint(day)),
        Figure("overdue", _("Cases overdue"), overdue, of_cases("overdue"), "clock-exclamation",
               "danger" if overdue else "neutral", _hint(day)),
        Figure("answered", _("Waiting for confirmation"), sum(row.answered for row in waiting),
               of_cases("answered"), "user-check", hint=_hint(day)),
        Figure(
            "answers",
            _("Cases answered"),
            cases.answered_on(user, day),
            links.cases(state="all", answered_on=day.isoformat()),
            "message-2",
            "success",
        ),
    ]  # fmt: skip


def _places(day: date, cells: list[reports.Cell]) -> list[Figure]:
    return [
        Figure(
            str(precision.value),
            precision.label,
            reports.in_precision(cells, precision),
            links.reports(day, precision=precision.value),
        )
        for precision in Precision
    ]


def _hint(day: date) -> str | Promise:
    return _("all, as of now") if day == clock.today() else _("of those opened that day")


def _case_links(day: date) -> Callable[..., str]:
    """Today the open cases of all days count; of a past day, those opened on it."""
    opened = {} if day == clock.today() else {"opened_on": day.isoformat()}
    return lambda state, **narrowed: links.cases(state=state, **opened, **narrowed)


def _towns(day: date, cells: list[reports.Cell], waiting: list[cases.Waiting]) -> list[Row]:
    places: list[tuple[int | None, str, str | Promise]] = [
        (town.pk, town.code, town.name) for town in towns()
    ]
    places.append((None, links.NONE, _("No town")))
    return _rows(day, "town", places, cells, waiting)


def _groups(day: date, cells: list[reports.Cell], waiting: list[cases.Waiting]) -> list[Row]:
    groups: list[tuple[int | None, str, str | Promise]] = [
        (pk, str(pk), name) for pk, name in Group.objects.order_by("name").values_list("pk", "name")
    ]
    groups.append((None, links.NONE, _("No group")))
    return _rows(day, "group", groups, cells, waiting)


def _rows(
    day: date,
    key: str,
    things: list[tuple[int | None, str, str | Promise]],
    cells: list[reports.Cell],
    waiting: list[cases.Waiting],
) -> list[Row]:
    of_cases = _case_links(day)
    total = reports.counted_by(cells, key)
    untriaged = reports.counted_by(cells, key, state=ReportState.RECEIVED)
    open_, overdue = (cases.counted_by(waiting, key, what) for what in ("open", "overdue"))
    counted = (total, untriaged, open_, overdue)
    rows = []
    for pk, code, name in things:
        if pk is None and not any(counts[None] for counts in counted):
            continue
        of = {key: code}
        addresses = (
            links.reports(day, **of),
            links.reports(day, state=ReportState.RECEIVED.value, **of),
            of_cases("open", **of),
            of_cases("overdue", **of),
        )
        rows.append(Row(name, _cells_of(pk, counted, addresses)))
    return rows


_COLUMNS = (
    ("reports", _("Reports")),
    ("untriaged", pgettext_lazy("column", "Untriaged")),
    ("open", pgettext_lazy("column", "Open cases")),
    ("overdue", _("Overdue")),
)


def _cells_of(
    pk: int | None, counted: tuple[Counter[int | None], ...], addresses: tuple[str, ...]
) -> list[Figure]:
    return [
        Figure(name, label, counts[pk], address)
        for (name, label), counts, address in zip(_COLUMNS, counted, addresses, strict=True)
    ]


def _curve(day: date, minutes: _Minutes) -> dict[str, Any]:
    """Running totals by the minute; of today, up to now."""
    start, end = clock.day_bounds(day)
    length = min(MINUTES_A_DAY, int((min(clock.now(), end) - start).total_seconds() // 60) + 1)
    length = max(length, 1)
    series = (
        ("reports", _("Reports"), "accent"),
        ("stories", _("Stories"), "info"),
        ("cases", _("Cases"), "warning"),
    )
    return {
        "kind": "line",
        "categories": [f"{n // 60:02}:{n % 60:02}" for n in range(length)],
        "series": [
            {"name": str(label), "values": along(minutes[key], start, length), "tone": tone}
            for key, label, tone in series
        ],
        "table_every": 60,
    }


def _points(points: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    address = links.to_reports()
    return [
        {
            "lat": point["lat"],
            "lng": point["lng"],
            "tone": point["tone"],
            "label": f"{point['number']} {point['label']}",
            "href": address(point["number"]),
        }
        for point in points
    ]
