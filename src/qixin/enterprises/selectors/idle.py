"""Since when an enterprise has been idle, by what was last seen there and by what it filed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.enterprises.enums import STANDING_FILINGS, FilingState
from qixin.enterprises.models import ResumptionFiling, SafetyProfile
from qixin.enterprises.selectors.register import SENT_FILINGS


@dataclass(frozen=True)
class Filed:
    """What idleness needs to know of a filing."""

    number: str
    state: str
    begun_on: date
    decided_on: date | None
    resumes_on: date | None


@dataclass(frozen=True)
class Idle:
    """Idle from `since` up to before `until`, None while it lasts. `seen_on` where somebody saw it,
    `filed` where a filing says more than that."""

    since: date
    until: date | None = None
    seen_on: date | None = None
    filed: Filed | None = None

    @property
    def days(self) -> int:
        return max(((self.until or clock.today()) - self.since).days, 0)

    @property
    def why(self) -> str:
        """How this is known, as the explanation of a score says it."""
        filed = self.filed
        if filed is None:
            return _("as seen on %(day)s") % {"day": self.seen_on}
        if filed.state == FilingState.SUSPENDED:
            return _("work suspended, filing %(number)s") % {"number": filed.number}
        if filed.state != FilingState.APPROVED:
            return _("not resumed, filing %(number)s is not approved") % {"number": filed.number}
        if self.until is None:
            return _("resumes on %(day)s, filing %(number)s") % {
                "day": filed.resumes_on, "number": filed.number
            }  # fmt: skip
        return _("resumed on %(day)s by filing %(number)s, not seen since") % {
            "day": filed.resumes_on, "number": filed.number
        }  # fmt: skip


def idle_of(pks: Sequence[int]) -> dict[int, Idle]:
    """By id of the enterprise; those known to work, and not to resume, are left out. Two queries.

    Whoever was there last is believed before a filing of an earlier day. Days before a resumption
    count until somebody has seen the enterprise at work: it is then that machines stand still no
    longer and nobody has looked at them.
    """
    seen = {one.enterprise_id: one for one in SafetyProfile.objects.filter(enterprise__in=pks)}
    filed = _filed(pks)
    known = {pk: _idle(seen.get(pk), filed.get(pk)) for pk in pks}
    return {pk: idle for pk, idle in known.items() if idle is not None}


def _idle(seen: SafetyProfile | None, filed: Filed | None) -> Idle | None:
    by_eye = Idle(seen.idle_since, seen_on=seen.seen_on) if seen and seen.idle_since else None
    if filed is None:
        return by_eye
    said = _by_filing(filed)
    if said is None or (seen is not None and seen.seen_on >= _told_on(filed)):
        return by_eye
    if by_eye is None:
        return said
    return Idle(min(by_eye.since, said.since), said.until, by_eye.seen_on, filed)


def _by_filing(filed: Filed) -> Idle | None:
    if filed.state == FilingState.SUSPENDED:
        return Idle(filed.decided_on or filed.begun_on, filed=filed)
    if filed.state != FilingState.APPROVED:
        return Idle(filed.begun_on, filed=filed)
    if filed.resumes_on is None:
        return None
    resumed = filed.resumes_on <= clock.today()
    return Idle(filed.begun_on, filed.resumes_on if resumed else None, filed=filed)


def _told_on(filed: Filed) -> date:
    """The day from which on what is seen at the enterprise outweighs the filing."""
    resumes = filed.resumes_on if filed.state == FilingState.APPROVED else None
    if resumes is not None and resumes <= clock.today():
        return resumes
    decided = filed.decided_on if filed.state == FilingState.SUSPENDED else None
    return (decided or filed.begun_on) + timedelta(days=1)


def _filed(pks: Sequence[int]) -> dict[int, Filed]:
    """Of each enterprise the filing that says most: the one that stands, else the one sent in."""
    rows = (
        ResumptionFiling.objects.filter(
            enterprise__in=pks, state__in=(*STANDING_FILINGS, *SENT_FILINGS)
        )
        .order_by("pk")
        .values_list(
            "enterprise", "number", "state", "begun_at", "decided_at", "resumption_date", "renews"
        )
    )
    found: dict[int, Filed] = {}
    for pk, number, state, begun, decided, resumes, renews in rows:
        stands = state in STANDING_FILINGS
        # a renewal goes on with what was resumed before
        if (renews is not None and state != FilingState.SUSPENDED) or (pk in found and not stands):
            continue
        found[pk] = Filed(
            number, state, clock.local(begun).date(),
            clock.local(decided).date() if decided else None, resumes,
        )  # fmt: skip
    return found
