"""What became of one's own reports."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from qixin.core import ids
from qixin.core.encryption import keyed_hash
from qixin.core.errors import NotFound
from qixin.people.models import User
from qixin.reports.enums import FilingReason, Outcome, Satisfaction
from qixin.reports.models import Report, Settlement, Triage

TONES: dict[str, str] = {
    Outcome.STORY_PUBLISHED: "success",
    Outcome.STORY_PLACED: "success",
    Outcome.MESSAGE_ANSWERED: "success",
    Outcome.MESSAGE_SHOWN: "success",
    Outcome.MESSAGE_ENDED: "neutral",
    Outcome.RUMOUR_ANSWERED: "success",
    Outcome.RUMOUR_CLOSED: "neutral",
    Outcome.CASE_ANSWERED: "success",
    Outcome.CASE_CONFIRMED: "success",
    Outcome.CASE_SENT_BACK: "warning",
    Outcome.STORY_DROPPED: "neutral",
    Outcome.FILED: "neutral",
}


@dataclass(frozen=True)
class Fate:
    """One thing that a report became, as its sender reads it."""

    sentence: str
    tone: str = "info"
    title: str = ""
    link: str = ""
    answer: str = ""
    note: str = ""
    at: datetime | None = None
    # the thing whose answer or question waits for the sender, or ""
    awaits: str = ""
    # it is a question
    asks: bool = False

    @property
    def satisfactions(self) -> list[tuple[int, str]]:
        """What the sender may say with a confirmation, the best first."""
        return Satisfaction.choices[::-1]


def my_reports(user: User) -> QuerySet[Report]:
    """What `user` sent, newest first; nothing for an account without a person."""
    if user.person_id is None:
        return Report.objects.none()
    return with_fates(Report.objects.filter(sender=user.person_id)).order_by("-received_at", "-id")


def my_report(user: User, number: str) -> Report:
    """Raises NotFound for a number that is not of one's own report."""
    report = my_reports(user).filter(number=ids.normalise_number(number)).first()
    if report is None:
        raise NotFound(_("You have sent no report with this number."))
    return report


def followed_report(number: str, code: str) -> Report:
    """The report of whoever knows number and code.

    Raises NotFound with one and the same sentence, whichever of the two is wrong, in equal time.
    """
    named = Report.objects.filter(number=ids.normalise_number(number)[:20])
    # no more than this is read before the code is right: a number alone makes no difference
    kept = named.values_list("follow_code_hash", flat=True).first()
    given = keyed_hash(ids.normalise_number(f"-{code}")[1:], purpose="follow-code")
    if not hmac.compare_digest(kept or "0" * 64, given):
        raise NotFound(_("Number and code do not belong together. Please check both."))
    return with_fates(named).get()


def fates(report: Report) -> list[Fate]:
    """What became of `report`, oldest first: its own news, and those of what it was merged into."""
    told = [_fate(settlement, report) for settlement in report.settlements.all()]
    if report.merged_into is not None:
        told += [_fate(settlement, None) for settlement in report.merged_into.settlements.all()]
    return told or [Fate(_received(report), at=report.received_at, note=_note(report))]


def latest_fate(report: Report) -> Fate:
    """The newest news, for lists; what waits for the sender comes first."""
    told = fates(report)
    return next((fate for fate in told if fate.awaits), told[-1])


def with_fates(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Read along what `fates` needs, at a number of queries that does not depend on the rows."""
    decisions = Triage.objects.filter(undone_at__isnull=True).select_related("unit").order_by("-id")
    return reports.select_related(
        "merged_into", "town", "community", "group", "about"
    ).prefetch_related(
        "settlements",
        "merged_into__settlements",
        "attachments",
        Prefetch("triages", queryset=decisions, to_attr="standing_decisions"),
    )


def _received(report: Report) -> str:
    return {
        "received": _("Received; an editor will read it."),
        "triaged": _("Passed on to whoever can act on it."),
        "merged": _("Merged with another report about the same matter."),
        "filed": _("Filed."),
    }[report.state]


def _fate(settlement: Settlement, report: Report | None) -> Fate:
    """`report` is None where the news is of the report that it was merged into."""
    awaits = report is not None and settlement.awaits_sender
    return Fate(
        sentence=_sentence(settlement, report),
        tone="warning" if awaits else TONES.get(settlement.outcome, "info"),
        title=settlement.title,
        link=settlement.link,
        answer=settlement.answer,
        note=_note(report) if report else "",
        at=settlement.at,
        awaits=settlement.thing if awaits else "",
        asks=awaits and settlement.outcome == Outcome.CASE_ASKED,
    )


def _sentence(settlement: Settlement, report: Report | None) -> str:
    if settlement.outcome == Outcome.FILED:
        reason = _filing_reason(report)
        return _("Filed: %(reason)s.") % {"reason": reason} if reason else _("Filed.")
    return str(Outcome(settlement.outcome).label)


def _filing_reason(report: Report | None) -> str:
    decision = _decision(report)
    return str(FilingReason(decision.reason).label) if decision and decision.reason else ""


def _note(report: Report | None) -> str:
    decision = _decision(report)
    return decision.note if decision else ""


def _decision(report: Report | None) -> Triage | None:
    decisions: list[Triage] = getattr(report, "standing_decisions", [])
    return decisions[0] if decisions else None
