from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseState(models.TextChoices):
    """Where a case stands. Overdue is no state: it is read from the clock."""

    OPENED = "opened", _("Opened")
    IN_PROGRESS = "in_progress", _("In progress")
    WAITING = "waiting", _("Waiting for the asker's reply")
    ANSWERED = "answered", _("Waiting for confirmation")
    SENT_BACK = "sent_back", _("Sent back by the sender")
    WITH_COMMANDER = "with_commander", _("With the duty commander")
    CONFIRMED = "confirmed", _("Confirmed by the sender")
    UNCONFIRMED = "unconfirmed", _("Ended unconfirmed: the sender was silent")
    CLOSED = "closed", _("Closed without confirmation")
    HANDED_BACK = "handed_back", _("Handed back to triage")
    MERGED = "merged", _("Merged into another case")
    WITHDRAWN = "withdrawn", _("Opening undone")


class Dispute(models.TextChoices):
    """Why a case is with the duty commander."""

    HANDED_BACK_TWICE = "handed_back_twice", _("Two departments' desks have handed it back")
    REFUSED_TWICE = "refused_twice", _("The sender has refused two answers")
    DISSOLVED = "dissolved", _("Its department was dissolved")


class AssignmentRole(models.TextChoices):
    LEAD = "lead", _("Lead unit")
    CO = "co", _("Co-unit")


class AssignmentState(models.TextChoices):
    WAITING = "waiting", _("Not yet accepted")
    ACCEPTED = "accepted", pgettext_lazy("assignment", "Accepted")
    WORKING = "working", pgettext_lazy("assignment", "Working on it")
    DONE = "done", _("Done")
    DISPUTED = "disputed", _("The duty commander decides")
    HANDED_BACK = "handed_back", _("Handed back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ClockBasis(models.TextChoices):
    """How a due time was counted."""

    ROUND_THE_CLOCK = "round_the_clock", _("Round the clock")
    WORKING_TIME = "working_time", _("Working time")
    # of cases that were opened before a missing calendar became an error
    CALENDAR_DAYS = "calendar_days", _("Calendar days, for the working calendar does not reach it")


class Measure(models.TextChoices):
    """What an allowance of a type's clock is counted in."""

    HOURS = "hours", _("hours, round the clock")
    WORKING_HOURS = "working_hours", _("working hours")
    WORKING_DAYS = "working_days", _("working days")


class Audience(models.TextChoices):
    """Who reads a note."""

    LEAD = "lead", _("My unit and the lead unit")
    DEPARTMENTS = "departments", _("All departments of the case")
    EVERYONE = "everyone", _("Everybody, also whoever asked")


class Step(models.IntegerChoices):
    """Who is told that a clock has run out."""

    OFFICER = 1, _("Officer")
    HEAD = 2, _("Head of the unit")
    LEADER = 3, _("Leader of the district")


class OutcomeKind(models.TextChoices):
    """What came of a case. Passes and letters are counted from their own rooms' rows."""

    LOAN = "loan", _("Loan")
    GOODS = "goods", _("Goods supplied")
    PEOPLE = "people", _("People found")
    POLICY = "policy", _("Policy applied")
    IMPOSSIBLE = "impossible", _("Not possible")


class ExclusionState(models.TextChoices):
    """A department's wish that a case is not counted in its rates."""

    REQUESTED = "requested", pgettext_lazy("exclusion", "Asked for")
    GRANTED = "granted", pgettext_lazy("exclusion", "Granted: not counted")
    REFUSED = "refused", pgettext_lazy("exclusion", "Refused: counted")
    APPEALED = "appealed", pgettext_lazy("exclusion", "Appealed")
    REFUSED_FINALLY = "refused_finally", pgettext_lazy("exclusion", "Refused on appeal: counted")


# Somebody in the department has to act; the clock runs.
OPEN_STATES = (CaseState.OPENED, CaseState.IN_PROGRESS, CaseState.SENT_BACK)
# Nobody has ended it; in some the clock stands.
LIVE_STATES = (
    *OPEN_STATES, CaseState.WAITING, CaseState.ANSWERED, CaseState.WITH_COMMANDER,
)  # fmt: skip
# A parent waits for a child in one of these.
UNFINISHED_STATES = (*LIVE_STATES, CaseState.HANDED_BACK)
ENDED_STATES = (CaseState.CONFIRMED, CaseState.UNCONFIRMED, CaseState.CLOSED)
# The case stands for its report: one of these for each report and lead unit.
STANDING_STATES = (
    *OPEN_STATES, CaseState.WAITING, CaseState.ANSWERED, CaseState.WITH_COMMANDER, *ENDED_STATES,
)  # fmt: skip
# A unit still owes its part.
OWED_STATES = (
    AssignmentState.WAITING, AssignmentState.ACCEPTED, AssignmentState.WORKING,
    AssignmentState.DISPUTED,
)  # fmt: skip
# A unit has no part any more.
OVER_STATES = (AssignmentState.HANDED_BACK, AssignmentState.WITHDRAWN)
