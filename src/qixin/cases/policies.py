"""Who may do what with cases: `check_…` raises a sentence, `can_…` answers for the button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from qixin.cases.enums import (
    OVER_STATES,
    OWED_STATES,
    STANDING_STATES,
    UNFINISHED_STATES,
    AssignmentRole,
    CaseState,
)
from qixin.cases.models import Assignment, Case
from qixin.cases.workflow import TRANSITIONS
from qixin.core import clock
from qixin.core.errors import Conflict, QixinError, Refused, WrongState
from qixin.people.models import Unit, User
from qixin.people.permissions import check_permission, check_reach, reaches
from qixin.reports.enums import Source
from qixin.reports.models import Report
from qixin.reports.policies import check_not_claimed_by_another, check_not_decided_since


def check_can_open(by: User, *, report: Report) -> None:
    """Raises Refused unless `by` may turn this report into a case."""
    check_reach(by, "cases.open", area=report.town)


def check_is_free(by: User, *, report: Report, shown_at: datetime | None) -> None:
    """Raises Conflict while somebody else works on the report, or has decided since `shown_at`."""
    check_not_claimed_by_another(by, report=report)
    check_not_decided_since(shown_at, report=report)


def why_left_alone(by: User, *, report: Report, shown_at: datetime | None) -> str:
    """The sentence why this report cannot become a case among several; "" where it can."""
    try:
        check_can_open(by, report=report)
        check_is_free(by, report=report, shown_at=shown_at)
    except QixinError as refusal:
        return str(refusal)
    return ""


def check_can_handle(by: User, *, case: Case) -> None:
    """Raises Refused unless `by` may act for the case's lead unit."""
    if not reaches(by, "cases.handle", area=case.town, unit=case.lead_unit):
        raise Refused(
            _("This case is with %(unit)s. Only its officers can do this.")
            % {"unit": case.lead_unit}
        )


def check_can_undo_open(by: User, *, case: Case) -> None:
    """Raises Refused unless `by` may open, and so undo opening, cases of this town."""
    check_reach(by, "cases.open", area=case.town)


def check_can_close(by: User, *, case: Case) -> None:
    """Raises Refused, or WrongState while the sender still has time to confirm.

    What the sender sent back is closed only by whoever may open cases, and what the commander has
    to decide only by the commander: not by the department that the sender is not content with.
    """
    check_can_handle(by, case=case)
    if case.state == CaseState.WITH_COMMANDER:
        check_can_decide(by, case=case)
    if case.state == CaseState.SENT_BACK and not reaches(by, "cases.open", area=case.town):
        raise Refused(_("The sender is not content. Answer again, or ask the duty commander."))
    until = case.confirm_by
    if case.state == CaseState.ANSWERED and can_be_confirmed(case) and until is not None:
        if clock.now() >= until:
            return
        raise WrongState(
            _("The sender may still confirm this answer until %(day)s. Close it after that.")
            % {"day": f"{clock.local(until):%Y-%m-%d %H:%M}"}
        )


def check_can_decide(by: User, *, case: Case) -> None:
    """Raises Refused unless `by` is a commander whom this case reaches."""
    if not can_decide(by, case=case):
        raise Refused(_("The duty commander decides this."))


def can_decide(by: User, *, case: Case) -> bool:
    return reaches(by, "cases.decide", area=case.town, unit=case.lead_unit)


def check_can_hand_back(by: User, *, case: Case) -> None:
    """Raises Refused, also where the duty commander gave the case to this unit for good."""
    check_can_handle(by, case=case)
    if (
        case.assignments.filter(role=AssignmentRole.LEAD, decided_by__isnull=False)
        .exclude(state__in=OVER_STATES)
        .exists()
    ):
        raise Refused(
            _("The duty commander gave this case to your unit; it cannot be handed back.")
        )


def check_can_work(by: User, *, part: Assignment) -> None:
    """Raises Refused unless `by` acts for the unit whose part this is."""
    if not can_work(by, part=part):
        raise Refused(
            _("This part is with %(unit)s. Only its officers can do this.") % {"unit": part.unit}
        )


def can_work(by: User, *, part: Assignment) -> bool:
    return reaches(by, "cases.handle", area=part.case.town, unit=part.unit)


def check_can_steer(by: User, *, case: Case) -> None:
    """Raises Refused unless `by` may change who deals with a case, and how urgent it is."""
    if not can_steer(by, case=case):
        raise Refused(_("Only the triage desk and the duty commander change this."))


def can_steer(by: User, *, case: Case) -> bool:
    return reaches(by, "cases.open", area=case.town) or reaches(
        by, "cases.decide", area=case.town, unit=case.lead_unit
    )


def check_can_take_part(by: User, *, case: Case) -> None:
    """Raises Refused unless `by` acts for the lead unit or for a unit that has a part."""
    if not can_take_part(by, case=case):
        raise Refused(_("Only the departments of this case can do this."))


def can_take_part(by: User, *, case: Case) -> bool:
    parts = case.assignments.exclude(state__in=OVER_STATES).select_related("unit__parent")
    return can_handle(by, case=case) or any(
        reaches(by, "cases.handle", area=case.town, unit=part.unit) for part in parts
    )


def check_can_speak_for_asker(by: User, *, case: Case) -> None:
    """Raises Refused unless `by` is a contact of the enterprise that the case is for."""
    if not can_speak_for_asker(by, case=case):
        raise Refused(_("Only a contact of the enterprise that asked can do this."))


def can_speak_for_asker(by: User, *, case: Case) -> bool:
    return case.asker is not None and reaches(by, "cases.ask", unit=case.asker)


def check_can_ask(by: User, *, unit: Unit) -> None:
    """Raises Refused unless `by` may ask for help in the name of this enterprise."""
    if not reaches(by, "cases.ask", unit=unit):
        raise Refused(_("You are not a contact of this enterprise. Ask it for an invitation."))


def check_can_receive(by: User) -> None:
    """Raises Refused unless `by` takes difficulties down at the telephone or on a visit."""
    check_permission(by, "cases.receive")


def check_can_manage(by: User) -> None:
    """Raises Refused unless `by` edits types, clocks and templates."""
    check_permission(by, "cases.manage")


def check_parts_are_done(case: Case, *, kept: str = "") -> None:
    """Raises WrongState, with the text typed, while a co-unit still owes its part or a case below
    this one is unfinished."""
    owing = case.assignments.filter(role=AssignmentRole.CO, state__in=OWED_STATES)
    names = [str(part.unit) for part in owing.select_related("unit")]
    if names:
        raise WrongState(
            _("These units have not finished their part: %(units)s.") % {"units": "、".join(names)},
            kept=kept,
        )
    numbers = unfinished_children(case)
    if numbers:
        raise WrongState(
            _("These cases below it are unfinished: %(numbers)s.")
            % {"numbers": "、".join(numbers)},
            kept=kept,
        )


def unfinished_children(case: Case) -> list[str]:
    """The numbers of the cases below this one that are not over."""
    below = case.children.filter(state__in=UNFINISHED_STATES)
    return list(below.order_by("pk").values_list("number", flat=True))


def check_can_unmask(by: User, *, case: Case) -> None:
    """Raises Refused unless `by` handles the case, which may need a call to the sender."""
    if reaches(by, "people.unmask", area=case.town, unit=case.lead_unit) or (
        case.state in STANDING_STATES and can_handle(by, case=case)
    ):
        return
    raise Refused(_("Your roles do not allow you to see this in full."))


def check_transition(noun: str, verb: str, state: str, *, kept: str = "") -> str:
    """The state `verb` leads to; raises WrongState, with the text typed, where no road is drawn."""
    origins, target = TRANSITIONS[noun][verb]
    if state not in origins:
        raise WrongState(
            _("Somebody has already moved this case on. Load the page again to see how it stands."),
            kept=kept,
        )
    return target


def check_version(case: Case, version: int | None, *, kept: str = "") -> None:
    """Raises Conflict with the text typed where the case changed since it was shown."""
    if version is not None and version != case.version:
        raise Conflict(
            _("Somebody else changed this case while you were writing. Your text is kept below: "
              "look at what is new, then send it again."),
            kept=kept,
        )  # fmt: skip


def has_sender(report: Report) -> bool:
    """Whether there is anybody to ask: imported reports without a sender have nobody."""
    return report.sender_id is not None or report.source in (
        Source.APP, Source.PUBLIC, Source.PHONE,
    )  # fmt: skip


def can_be_confirmed(case: Case) -> bool:
    """Whether anybody who asked can say that the answer settles it."""
    return any(has_sender(report) for report in case.reports)


_CHECKS: dict[str, Callable[..., None]] = {
    "accept": check_can_handle,
    "answer": check_can_handle,
    "ask": check_can_handle,
    "resume": check_can_handle,
    "hand_back": check_can_hand_back,
    "move": check_can_steer,
    "merge": check_can_steer,
    "reopen": check_can_steer,
    "decide": check_can_decide,
    "close": check_can_close,
    "undo_open": check_can_undo_open,
}


def can(by: User, verb: str, *, case: Case) -> bool:
    """Whether the button for `verb` is shown: by role, and by where the case stands."""
    try:
        check_transition("case", verb, case.state)
        _CHECKS[verb](by, case=case)
    except QixinError:
        return False
    return True


def can_handle(by: User, *, case: Case) -> bool:
    """Whether `by` acts for the lead unit, whatever the case's state."""
    return reaches(by, "cases.handle", area=case.town, unit=case.lead_unit)


def can_unmask(by: User, *, case: Case) -> bool:
    try:
        check_can_unmask(by, case=case)
    except Refused:
        return False
    return True


def can_open(by: User, *, report: Report) -> bool:
    return reaches(by, "cases.open", area=report.town)
