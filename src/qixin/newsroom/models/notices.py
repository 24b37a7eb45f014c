"""What readers are told for good: corrections, updates, withdrawals."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core import clock
from qixin.core.models import DistrictRow
from qixin.newsroom.enums import NoticeKind, NoticeState
from qixin.newsroom.models.stories import Story

LONGEST_NOTICE = 300


class PublicNotice(DistrictRow):
    """A line at the foot of a published story; of a withdrawn one it is all that stays.

    A story that has one cannot be deleted: its address would say nothing any more.
    """

    story = models.ForeignKey(Story, models.PROTECT, related_name="notices")
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind.choices)
    state = models.CharField(
        _("state"), max_length=8, choices=NoticeState.choices, default=NoticeState.PENDING
    )
    text = models.TextField(_("notice"), validators=[MaxLengthValidator(LONGEST_NOTICE)])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("written"), default=clock.now)
    public_at = models.DateTimeField(_("published"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice to the readers")
        verbose_name_plural = _("notices to the readers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["story"],
                condition=models.Q(state=NoticeState.PENDING),
                name="notice_one_pending",
            ),
            models.CheckConstraint(
                condition=models.Q(state=NoticeState.PUBLIC, public_at__isnull=False)
                | (~models.Q(state=NoticeState.PUBLIC) & models.Q(public_at__isnull=True)),
                name="notice_public_since",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="notice_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text[:20]}"
