"""What readers say under stories and columns, and how many like them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from qixin.core import clock
from qixin.core.models import DistrictRow
from qixin.newsroom.enums.readers import Showing
from qixin.reports.models import Report

LONGEST_MESSAGE, LONGEST_ANSWER, LONGEST_SHOWN_NAME = 1_000, 1_000, 24


class ReaderMessage(DistrictRow):
    """A reader's message to the desk, written at a story or column.

    The report holds what was sent; `words` and `name` are what may be shown of it, masked.
    """

    report = models.OneToOneField(Report, models.PROTECT, related_name="reader_message")
    page = models.ForeignKey(Page, models.CASCADE, related_name="reader_messages")
    words = models.TextField(_("text"), max_length=LONGEST_MESSAGE)
    name = models.CharField(_("name to be shown"), max_length=LONGEST_SHOWN_NAME, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=Showing.choices, default=Showing.WAITING
    )
    sent_at = models.DateTimeField(_("sent"), default=clock.now)
    shown_at = models.DateTimeField(_("shown"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=LONGEST_ANSWER, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("reader's message")
        verbose_name_plural = _("readers' messages")
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=Showing.SHOWN) | Q(shown_at__isnull=False),
                name="message_shown_since",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="message_answer_has_its_time",
            ),
        ]
        indexes = [
            # the moderation queue, newest first
            models.Index(fields=["district", "state", "-sent_at"], name="message_state"),
            # a story's file: what is shown under it
            models.Index(
                fields=["page", "shown_at"], condition=Q(state=Showing.SHOWN), name="message_shown"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} → {self.page_id}"

    @property
    def thing(self) -> str:
        """What reports call this message in their settlements."""
        return f"newsroom.message:{self.pk}"

    @property
    def reference(self) -> str:
        return f"message:{self.pk}"


class Like(DistrictRow):
    """One browser likes one page. `mark` is a hash of both: it says neither who it was nor what
    else the same browser liked."""

    # its index counts a page's likes
    page = models.ForeignKey(Page, models.CASCADE, related_name="likes")
    mark = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("like")
        verbose_name_plural = _("likes")

    def __str__(self) -> str:
        return f"{self.page_id}"
