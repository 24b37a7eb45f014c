"""Clocks and states as people read them: words and a tone, never a colour alone."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qixin.cases.enums import AssignmentState, CaseState
from qixin.cases.models import Assignment, Case
from qixin.core import clock
from qixin.reports.enums import Urgency
from qixin.ui.components.pieces import badge

register = template.Library()

_TONES: dict[str, str] = {
    CaseState.OPENED: "info",
    CaseState.IN_PROGRESS: "accent",
    CaseState.ANSWERED: "warning",
    CaseState.SENT_BACK: "danger",
    CaseState.CONFIRMED: "success",
    CaseState.WAITING: "warning",
    CaseState.WITH_COMMANDER: "danger",
}
_PART_TONES: dict[str, str] = {
    AssignmentState.WAITING: "info",
    AssignmentState.ACCEPTED: "accent",
    AssignmentState.WORKING: "accent",
    AssignmentState.DONE: "success",
    AssignmentState.DISPUTED: "danger",
    AssignmentState.HANDED_BACK: "warning",
}
_URGENCY_TONES = {Urgency.EMERGENCY: "danger", Urgency.URGENT: "warning"}


@register.simple_tag
def case_state(case: Case) -> SafeString:
    return badge(case.get_state_display(), _TONES.get(case.state, "neutral"))


@register.simple_tag
def case_urgency(case: Case) -> SafeString | str:
    """Nothing for what is not urgent."""
    tone = _URGENCY_TONES.get(Urgency(case.urgency))
    return badge(case.get_urgency_display(), tone, "flame") if tone else ""


@register.simple_tag
def case_clock(case: Case) -> SafeString | str:
    """Time left or time over, as long as the department's clock runs."""
    if not case.is_open:
        return ""
    return _clock_badge(case.is_overdue, case.is_due_soon, case.remaining)


@register.simple_tag
def part_clock(part: Assignment) -> SafeString | str:
    """The same for a unit's own part."""
    if not part.is_owed:
        return ""
    return _clock_badge(part.is_overdue, part.is_due_soon, part.due_at - clock.now())


@register.simple_tag
def part_state(part: Assignment) -> SafeString:
    return badge(part.get_state_display(), _PART_TONES.get(part.state, "neutral"))


@register.simple_tag
def percent(share: float | None) -> str:
    """A rate as people read it; a dash where nothing is due."""
    return "–" if share is None else f"{share * 100:.1f}%"


def _clock_badge(is_overdue: bool, is_due_soon: bool, left: timedelta) -> SafeString:
    if is_overdue:
        text = _("Overdue by %(time)s") % {"time": span(-left)}
        return badge(text, "danger", "clock-exclamation")
    text = _("%(time)s left") % {"time": span(left)}
    if is_due_soon:
        return badge(_("Due soon: %(text)s") % {"text": text}, "warning", "clock-pause")
    return badge(text, "neutral", "clock")


def span(length: timedelta) -> str:
    """The two largest units at most: "2 d 3 h", "5 h", "12 min"."""
    minutes = max(int(length.total_seconds()) // 60, 0)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        parts = [_days(days), _hours(hours)] if hours and days < 7 else [_days(days)]
    elif hours:
        parts = [_hours(hours), _minutes(minutes)] if minutes else [_hours(hours)]
    else:
        parts = [_minutes(max(minutes, 1))]
    if len(parts) == 1:
        return parts[0]
    return _("%(larger)s %(smaller)s") % {"larger": parts[0], "smaller": parts[1]}


def _days(n: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def _hours(n: int) -> str:
    return ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}


def _minutes(n: int) -> str:
    return _("%(n)d min") % {"n": n}
