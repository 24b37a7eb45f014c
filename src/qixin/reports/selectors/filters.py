"""The filter that the queue and the list of reports share; the addresses of figures carry it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from qixin.core import clock, ids
from qixin.core.models import default_district
from qixin.people.models import User
from qixin.people.permissions import scope
from qixin.reports.models import Attachment, Report, Triage
from qixin.reports.search import INDEX

# A word that more reports hold than this is looked for along the list's order, which ends after a
# page; of a rarer one every report is read and put in order.
FREQUENT = 3_000
# So many days of reports are counted while one waits, whatever the filter.
CHEAP_DAYS = timedelta(days=7)
_NUMBER = re.compile(r"[Rr]\s*\d{2,6}\s*(-\s*[0-9A-Za-z]{0,8}\s*)?")


@dataclass(frozen=True)
class ReportFilter:
    """What a list of reports shows. Empty fields do not narrow; `until` is the last day shown.

    `town` and `group` may be "none"; `mine` holds what its user works on or decided.
    """

    state: str = ""
    urgency: int | None = None
    town: str = ""
    group: str = ""
    source: str = ""
    precision: str = ""
    column: str = ""
    unit: int | None = None
    purpose: str = ""
    # the page at which it was written, e.g. "newsroom.story:17"
    about: str = ""
    photo: bool = False
    mine: bool = False
    received_on: date | None = None
    until: date | None = None
    q: str = ""

    @property
    def looks_for_number(self) -> bool:
        return bool(_NUMBER.fullmatch(self.q.strip()))

    @property
    def is_dear_to_count(self) -> bool:
        """Whether no index counts it: then the page comes first and the number after it."""
        days = (self.until or self.received_on or date.max) - (self.received_on or date.min)
        if days <= CHEAP_DAYS or self.looks_for_number:
            return False
        indexed = [self.state, self.town, self.group, self.urgency]
        kept = replace(
            ReportFilter(), state=self.state, town=self.town, group=self.group, urgency=self.urgency
        )
        return self != kept or sum(value not in ("", None) for value in indexed) > 1

    def reports(self, user: User, *, permission: str) -> Q:
        """The filter as a condition, within what `user` may reach with `permission`."""
        within = scope(user, permission, area_field="town")
        mine = _mine(user) if self.mine else Q()
        return Q(district=default_district()) & within & self._kept() & mine & searched(self.q)

    def _kept(self) -> Q:
        """Conditions on the report's own columns and what was suggested for it."""
        same = {
            "state": self.state,
            "urgency": self.urgency,
            "source": self.source,
            "precision": self.precision,
            "suggestion__column": self.column,
            "suggestion__unit": self.unit,
            "about__purpose": self.purpose,
            "about__thing": self.about,
        }
        kept = Q(**{name: value for name, value in same.items() if value not in ("", None)})
        kept &= _is("town__code", self.town) & _is("group", self.group) & self._days()
        if self.photo:
            kept &= Q(Exists(Attachment.objects.filter(report=OuterRef("pk"))))
        return kept

    def _days(self) -> Q:
        """One day where only the first is given."""
        days = Q()
        if self.received_on:
            days &= Q(received_at__gte=clock.day_bounds(self.received_on)[0])
        if last := self.until or self.received_on:
            days &= Q(received_at__lt=clock.day_bounds(last)[1])
        return days


def searched(query: str) -> Q:
    """Reports that hold every word of `query`, or whose number begins with it (R2002…)."""
    query = query.strip()
    if not query:
        return Q()
    if _NUMBER.fullmatch(query):
        first = ids.normalise_number(query)
        # A range, since SQLite answers LIKE without an index.
        return Q(number__gte=first, number__lt=first + "~")
    if INDEX.is_frequent(query, over=FREQUENT):
        return INDEX.matching_along(query, Report._meta.db_table)
    return INDEX.matching(query)


def _is(field: str, value: str) -> Q:
    if value == "none":
        return Q(**{f"{field.split('__')[0]}__isnull": True})
    return Q(**{field: value}) if value else Q()


def _mine(user: User) -> Q:
    decided = Triage.objects.filter(by=user, undone_at__isnull=True).values("report")
    return Q(claimed_by=user, claimed_until__gt=clock.now()) | Q(pk__in=decided)
