"""Other media that stories are offered to, and what became of each offer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Revision

from qixin.core import clock
from qixin.core.models import DistrictRow
from qixin.newsroom.enums import OutletKind, OutletLevel, PackageFormat, PlacementState
from qixin.newsroom.models.stories import Story

LONGEST_NAME, LONGEST_LINK = 80, 500


class Outlet(DistrictRow):
    """A medium, its level and how it wants pieces; without an e-mail address they go by hand."""

    name = models.CharField(pgettext_lazy("outlet", "name"), max_length=LONGEST_NAME)
    level = models.CharField(
        pgettext_lazy("outlet", "level"), max_length=12, choices=OutletLevel.choices
    )
    kind = models.CharField(_("kind"), max_length=12, choices=OutletKind.choices)
    email = models.EmailField(_("e-mail address"), blank=True)
    format = models.CharField(
        pgettext_lazy("outlet", "wants pieces as"),
        max_length=8,
        choices=PackageFormat.choices,
        default=PackageFormat.WORD,
    )
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="outlet_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Placement(DistrictRow):
    """An offer of one version of a story to one outlet, and what the outlet made of it.

    The title stays when the story is deleted: the ledger keeps what was offered.
    """

    story = models.ForeignKey(
        Story, models.SET_NULL, null=True, blank=True, related_name="placements"
    )
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=255)
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="placements")
    state = models.CharField(
        _("state"), max_length=12, choices=PlacementState.choices, default=PlacementState.OFFERED
    )
    offered_at = models.DateTimeField(pgettext_lazy("placement", "offered"), default=clock.now)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("noted"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_on = models.DateField(_("day it ran"), null=True, blank=True)
    ran_title = models.CharField(_("title as it ran"), max_length=255, blank=True)
    link = models.URLField(_("link"), max_length=LONGEST_LINK, blank=True)
    circulation = models.CharField(
        _("circulation level"), max_length=12, choices=OutletLevel.choices, blank=True
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    # the e-mail with the package
    delivered_at = models.DateTimeField(null=True, blank=True, editable=False)
    mail_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    mail_next_at = models.DateTimeField(null=True, blank=True, editable=False)
    undeliverable_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["-offered_at", "-id"]
        constraints = [
            # what is offered or taken is not offered there again
            models.UniqueConstraint(
                fields=["story", "outlet"],
                condition=Q(state__in=(PlacementState.OFFERED, PlacementState.TAKEN)),
                name="placement_open_once",
            ),
            models.CheckConstraint(
                condition=(Q(state=PlacementState.TAKEN) & ~Q(circulation="")
                           & Q(taken_on__isnull=False))
                | (~Q(state=PlacementState.TAKEN) & Q(circulation="", taken_on__isnull=True)),
                name="placement_taken_says_when_and_where",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(PlacementState.NOT_TAKEN, PlacementState.WITHDRAWN))
                | ~Q(reason=""),
                name="placement_ended_with_reason",
            ),
        ]  # fmt: skip
        indexes = [
            # the ledger, newest first, and the monthly table
            models.Index(fields=["district", "-offered_at", "-id"], name="placement_offered"),
            # what was taken in a month, and the contributors' board
            models.Index(
                fields=["district", "taken_on"],
                condition=Q(taken_on__isnull=False),
                name="placement_taken",
            ),
            # e-mails that wait
            models.Index(
                fields=["mail_next_at"],
                condition=Q(mail_next_at__isnull=False),
                name="placement_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} → {self.outlet}"

    @property
    def thing(self) -> str:
        """What reports call this placement in their settlements."""
        return f"newsroom.placement:{self.pk}"

    @property
    def is_outdated(self) -> bool:
        """The story was corrected or taken off since the version that was offered."""
        story = self.story
        if story is None:
            return False
        if story.live:  # by its number: a list of offers reads no version
            return bool(story.live_revision_id != self.revision_id)
        waits = story.version_for_others
        return waits is None or waits.pk != self.revision_id
