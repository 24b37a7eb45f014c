from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseState(models.TextChoices):
    """Where a case stands. Overdue is no state: it is read from the clock."""

    OPENED = "opened", _("Opened")
    IN_PROGRESS = "in_progress", _("In progress")
    ANSWERED = "answered", _("Waiting for confirmation")
    SENT_BACK = "sent_back", _("Sent back by the sender")
    CONFIRMED = "confirmed", _("Confirmed by the sender")
    CLOSED = "closed", _("Closed without confirmation")
    HANDED_BACK = "handed_back", _("Handed back to triage")
    WITHDRAWN = "withdrawn", _("Opening undone")


class AssignmentRole(models.TextChoices):
    LEAD = "lead", _("Lead unit")
    CO = "co", _("Co-unit")


class AssignmentState(models.TextChoices):
    WAITING = "waiting", _("Not yet accepted")
    ACCEPTED = "accepted", _("In progress")
    DONE = "done", _("Done")
    HANDED_BACK = "handed_back", _("Handed back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ClockBasis(models.TextChoices):
    """How a due time was counted."""

    ROUND_THE_CLOCK = "round_the_clock", _("Round the clock")
    WORKING_TIME = "working_time", _("Working time")
    CALENDAR_DAYS = "calendar_days", _("Calendar days, for the working calendar does not reach it")


# Somebody in the department has to act; the clock runs.
OPEN_STATES = (CaseState.OPENED, CaseState.IN_PROGRESS, CaseState.SENT_BACK)
# The case stands for its report: one of these for each report and lead unit.
STANDING_STATES = (*OPEN_STATES, CaseState.ANSWERED, CaseState.CONFIRMED, CaseState.CLOSED)
