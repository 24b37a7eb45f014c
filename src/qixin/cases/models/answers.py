"""What a department says about a case: to the sender, and among colleagues."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.cases.enums import Audience
from qixin.cases.models.cases import Case
from qixin.core.models import DistrictRow
from qixin.people.models import Unit

# Characters.
LONGEST_ANSWER = 4_000
LONGEST_NOTE = 2_000


class Answer(DistrictRow):
    """An answer to the sender. One that was sent back stays, with what the sender objected."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="answers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="answers")
    text = models.TextField(_("answer"), max_length=LONGEST_ANSWER)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="answers")
    at = models.DateTimeField(_("time"))
    # the clock that this answer was given against: late answers are counted from it
    due_at = models.DateTimeField(_("due"))
    objection = models.TextField(_("why it was sent back"), blank=True)
    objected_at = models.DateTimeField(_("sent back"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.pk}"

    @property
    def was_late(self) -> bool:
        return self.at > self.due_at


class Note(DistrictRow):
    """A remark on the case; `audience` says who reads it, `mentions` who was told of it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    text = models.TextField(_("note"), max_length=LONGEST_NOTE)
    audience = models.CharField(
        _("who reads it"), max_length=12, choices=Audience.choices, default=Audience.DEPARTMENTS
    )
    # whose side wrote it; none for whoever asked
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    mentions = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="mentioned_in"
    )
    # nobody's account where a sender replied by number and code
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="case_notes"
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.pk}"
