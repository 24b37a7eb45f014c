"""A letter: drafted, checked by another person, signed with a number, sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core.models import DistrictRow
from qixin.core.reasons import LONGEST_REASON
from qixin.letters.enums import NUMBERED_STATES, LetterState
from qixin.letters.models.series import Series
from qixin.people.models import Unit

LONGEST_TITLE, LONGEST_BODY, LONGEST_LIST = 200, 30_000, 1_000


def _somebody() -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )


class Letter(DistrictRow):
    """`number` names it in the house from its first draft; year and serial come at signing.

    `attachments` and `copies_to` hold a name a line. `case_number` is what the caller named,
    nothing more: this room knows no cases. `digest` is the SHA-256 of what was signed.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    series = models.ForeignKey(
        Series, models.PROTECT, related_name="letters", verbose_name=_("series")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="letters", verbose_name=_("drafting unit")
    )
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    body = models.TextField(_("body"))
    attachments = models.TextField(_("attachments"), blank=True)
    copies_to = models.TextField(_("copies to"), blank=True)
    case_number = models.CharField(_("case"), max_length=20, blank=True)
    # the letter that came in which this one answers
    answers = models.ForeignKey(
        "letters.Incoming", models.PROTECT, null=True, blank=True, related_name="answered_in"
    )
    state = models.CharField(
        pgettext_lazy("letter", "state"),
        max_length=12,
        choices=LetterState.choices,
        default=LetterState.DRAFT,
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    serial = models.PositiveIntegerField(_("serial number"), null=True, blank=True)
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafted_letters"
    )
    drafted_at = models.DateTimeField(_("drafted at"))
    # who wrote the text as it stands: that person cannot check it either
    revised_by = _somebody()
    checked_by = _somebody()
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    signed_by = _somebody()
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("official", "letter")
        verbose_name_plural = pgettext_lazy("official", "letters")
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "serial"], name="letter_serial_once"),
            models.CheckConstraint(
                condition=Q(
                    state__in=NUMBERED_STATES,
                    year__isnull=False,
                    serial__isnull=False,
                    signed_by__isnull=False,
                    checked_by__isnull=False,
                )
                & ~Q(digest="")
                | ~Q(state__in=NUMBERED_STATES) & Q(year__isnull=True, serial__isnull=True),
                name="letter_numbered_when_signed",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True)
                | ~Q(checked_by=models.F("drafted_by")) & ~Q(checked_by=models.F("revised_by")),
                name="letter_checked_by_another",
            ),
        ]
        indexes = [
            # the list, newest first
            models.Index(fields=["district", "-drafted_at", "-id"], name="letter_newest"),
            # a unit's list
            models.Index(fields=["unit", "-drafted_at", "-id"], name="letter_of_unit"),
            # what waits to be checked or signed
            models.Index(fields=["state", "-drafted_at"], name="letter_waiting"),
        ]

    def __str__(self) -> str:
        return self.document_number or self.number

    @property
    def document_number(self) -> str:
        """临复工函〔2020〕12号, or "" before it is signed. Reads the series: fetch it along."""
        if self.serial is None:
            return ""
        return f"{self.series.code}〔{self.year}〕{self.serial}号"

    @property
    def attachment_names(self) -> list[str]:
        return self.attachments.splitlines()

    @property
    def copy_names(self) -> list[str]:
        return self.copies_to.splitlines()
