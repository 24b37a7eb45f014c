"""Readers' word that something should not stand there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from qixin.core import clock
from qixin.core.models import DistrictRow
from qixin.newsroom.enums.readers import FlagState
from qixin.newsroom.models.calls import CallEntry
from qixin.newsroom.models.messages import ReaderMessage


class Flag(DistrictRow):
    """One browser says so of one message, entry or story, once; `mark` tells nobody whose it is."""

    message = models.ForeignKey(ReaderMessage, models.CASCADE, null=True, related_name="flags")
    entry = models.ForeignKey(CallEntry, models.CASCADE, null=True, related_name="flags")
    page = models.ForeignKey(Page, models.CASCADE, null=True, related_name="flags")
    mark = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=clock.now)
    state = models.CharField(
        _("state"), max_length=8, choices=FlagState.choices, default=FlagState.OPEN
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("report of abuse")
        verbose_name_plural = _("reports of abuse")
        constraints = [
            models.CheckConstraint(
                condition=Q(message__isnull=False, entry__isnull=True, page__isnull=True)
                | Q(message__isnull=True, entry__isnull=False, page__isnull=True)
                | Q(message__isnull=True, entry__isnull=True, page__isnull=False),
                name="flag_is_of_one_thing",
            )
        ]
        indexes = [
            # the moderation page: what readers object to and nobody has looked at
            models.Index(
                fields=["district", "at"], condition=Q(state=FlagState.OPEN), name="flag_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.message_id or self.entry_id or self.page_id}"
