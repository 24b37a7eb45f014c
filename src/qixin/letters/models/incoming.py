"""A letter that came in: registered, given to a unit, answered, matched to one of ours, filed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core import clock
from qixin.core.models import DistrictRow, KeptFile
from qixin.core.reasons import LONGEST_REASON
from qixin.letters.enums import WAITING_STATES, IncomingKind, IncomingState
from qixin.letters.models.addressees import Addressee
from qixin.letters.models.recipients import Recipient
from qixin.people.models import Unit

LONGEST_SUBJECT, LONGEST_TEXT, LONGEST_THEIR_NUMBER = 200, 30_000, 60


class Incoming(DistrictRow):
    """`desk` registered it and `unit` answers it, by the end of `due_on`. `key` is the form's own,
    so that a double click registers once. `matched` is the copy of our letter that it answers."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    key = models.UUIDField(unique=True, editable=False)
    sender = models.ForeignKey(Addressee, models.PROTECT, related_name="letters_to_us")
    their_number = models.CharField(_("their number"), max_length=LONGEST_THEIR_NUMBER, blank=True)
    dated = models.DateField(_("dated"), null=True, blank=True)
    received_on = models.DateField(_("received on"))
    subject = models.CharField(pgettext_lazy("incoming", "subject"), max_length=LONGEST_SUBJECT)
    text = models.TextField(_("text"), blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=IncomingKind.choices)
    desk = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="letters_to_answer")
    state = models.CharField(
        pgettext_lazy("letter", "state"),
        max_length=10,
        choices=IncomingState.choices,
        default=IncomingState.REGISTERED,
    )
    working_days = models.PositiveSmallIntegerField(_("working days to answer"))
    due_on = models.DateField(_("to be answered by"))
    matched = models.ForeignKey(
        Recipient, models.PROTECT, null=True, blank=True, related_name="answered_by"
    )
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(_("registered at"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("official", "incoming letter")
        verbose_name_plural = pgettext_lazy("official", "incoming letters")
        constraints = [
            models.UniqueConstraint(
                fields=["district", "sender", "their_number"],
                condition=~Q(their_number=""),
                name="incoming_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state=IncomingState.MATCHED, matched__isnull=False)
                | ~Q(state=IncomingState.MATCHED) & Q(matched__isnull=True),
                name="incoming_matched_to_one",
            ),
            models.CheckConstraint(
                condition=Q(state__in=WAITING_STATES, settled_at__isnull=True)
                | ~Q(state__in=WAITING_STATES) & Q(settled_at__isnull=False),
                name="incoming_settled_when_over",
            ),
            models.CheckConstraint(
                condition=~Q(state=IncomingState.FILED) | ~Q(reason=""),
                name="incoming_filed_with_reason",
            ),
        ]
        indexes = [
            # the list, newest first
            models.Index(fields=["district", "-registered_at", "-id"], name="incoming_newest"),
            # a unit's list
            models.Index(fields=["unit", "state", "due_on"], name="incoming_of_unit"),
            # what is overdue, for the list and the bell
            models.Index(
                fields=["due_on"],
                condition=Q(state__in=WAITING_STATES),
                name="incoming_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.their_number or self.number

    @property
    def is_overdue(self) -> bool:
        return self.state in WAITING_STATES and self.due_on < clock.today()


class IncomingFile(KeptFile):
    """A file of an incoming letter."""

    incoming = models.ForeignKey(Incoming, models.CASCADE, related_name="files")

    class Meta:
        verbose_name = _("file of an incoming letter")
        verbose_name_plural = _("files of incoming letters")
