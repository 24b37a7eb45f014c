"""What reviewers say at a passage, and what the final reviewer let through."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from qixin.core import clock
from qixin.core.models import DistrictRow
from qixin.core.personal_data import mask_text
from qixin.newsroom.enums import RemarkKind, RemarkState, RemarkWeight, ReviewStep, StopKind
from qixin.newsroom.models.stories import Story

LONGEST_QUOTE = 300
LONGEST_REMARK = 500


class Remark(DistrictRow):
    """A remark or proofreading mark at a passage of one version."""

    key = models.UUIDField(unique=True, editable=False)
    story = models.ForeignKey(Story, models.CASCADE, related_name="remarks")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    step = models.CharField(_("step"), max_length=8, choices=ReviewStep.choices)
    kind = models.CharField(_("kind"), max_length=12, choices=RemarkKind.choices)
    weight = models.CharField(_("weight"), max_length=8, choices=RemarkWeight.choices)
    state = models.CharField(
        _("state"), max_length=8, choices=RemarkState.choices, default=RemarkState.OPEN
    )
    quote = models.TextField(
        _("passage"), blank=True, validators=[MaxLengthValidator(LONGEST_QUOTE)]
    )
    text = models.TextField(
        _("remark"), blank=True, validators=[MaxLengthValidator(LONGEST_REMARK)]
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"), default=clock.now)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["id"]
        indexes = [
            # the review page and the last review's question for what must be settled
            models.Index(fields=["story", "state"], name="remark_of_story")
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=RemarkState.OPEN, settled_by__isnull=True)
                | models.Q(state=RemarkState.SETTLED, settled_by__isnull=False),
                name="remark_settled_by_somebody",
            ),
            # a mark of the proofreader's says where, a deletion alone needs no words
            models.CheckConstraint(
                condition=models.Q(kind=RemarkKind.REMARK) | ~models.Q(quote=""),
                name="remark_mark_has_passage",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=RemarkKind.DELETION) | ~models.Q(text=""),
                name="remark_has_words",
            ),
        ]

    @property
    def shown_quote(self) -> str:
        """The passage, as everybody may read it who may read the story."""
        return mask_text(self.quote)

    @property
    def shown_text(self) -> str:
        return mask_text(self.text)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.quote[:20]}"


class Override(DistrictRow):
    """A stop that the final reviewer let through, for one version alone."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="overrides")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=16, choices=StopKind.choices)
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"), default=clock.now)

    class Meta:
        verbose_name = _("stop that was let through")
        verbose_name_plural = _("stops that were let through")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "kind"], name="override_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="override_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.kind}"
