"""What is planned to be covered, who goes there, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core import clock
from qixin.core.models import DistrictRow
from qixin.newsroom.enums import OPEN_COVERAGE, CoverageState, PieceKind, Protection
from qixin.newsroom.models.stories import Story
from qixin.people.models import Area, User
from qixin.reports.models import Report

LONGEST_TITLE, LONGEST_BRIEF, LONGEST_ADDRESS = 80, 1000, 200
MOST_PIECES = 99


class CoverageItem(DistrictRow):
    """A planned event or place: from when to when, who goes there, what they bring back.

    `client_key` is made by the page: the same plan sent twice is one. Coordinates are WGS-84.
    """

    client_key = models.UUIDField(unique=True, editable=False)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    brief = models.TextField(_("what it is about"), max_length=LONGEST_BRIEF, blank=True)
    starts_at = models.DateTimeField(pgettext_lazy("coverage", "from"))
    ends_at = models.DateTimeField(pgettext_lazy("coverage", "until"))
    town = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    community = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    address = models.CharField(_("address"), max_length=LONGEST_ADDRESS, blank=True)
    lng = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    protection = models.CharField(
        _("protection"), max_length=8, choices=Protection.choices, default=Protection.NONE
    )
    reporters: models.ManyToManyField[User, Any] = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="coverage", verbose_name=_("reporters")
    )
    state = models.CharField(
        _("state"), max_length=12, choices=CoverageState.choices, default=CoverageState.PLANNED
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(_("planned"), default=clock.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("newsroom", "planned coverage")
        verbose_name_plural = pgettext_lazy("newsroom", "planned coverage")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="coverage_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(lng__isnull=True, lat__isnull=True)
                | Q(lng__gte=-180, lng__lte=180, lat__gte=-90, lat__lte=90),
                name="coverage_on_the_globe",
            ),
            models.CheckConstraint(
                condition=~Q(state=CoverageState.CANCELLED) | ~Q(reason=""),
                name="coverage_cancelled_with_reason",
            ),
        ]
        indexes = [
            # the day board and the day's map
            models.Index(fields=["district", "starts_at"], name="coverage_day")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_COVERAGE

    @property
    def place(self) -> str:
        """Town, community and address as people say them; "" where none was given."""
        parts = [self.town and self.town.name, self.community and self.community.name]
        return " ".join(part for part in [*parts, self.address] if part)

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude: its own, else those of the community or town."""
        for one in (self, self.community, self.town):
            if one is not None and one.lng is not None and one.lat is not None:
                return one.lng, one.lat
        return None


class Outing(DistrictRow):
    """A reporter out at the place of a planned piece, from a tap to the next."""

    item = models.ForeignKey(CoverageItem, models.CASCADE, related_name="outings")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="outings")
    out_at = models.DateTimeField(pgettext_lazy("reporter", "out"))
    back_at = models.DateTimeField(pgettext_lazy("reporter", "back"), null=True, blank=True)
    # when the chief editor was told that they are out for too long
    told_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("outing")
        verbose_name_plural = _("outings")
        ordering = ["out_at", "id"]
        constraints = [
            # nobody is at two places at once
            models.UniqueConstraint(
                fields=["reporter"], condition=Q(back_at__isnull=True), name="outing_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(back_at__isnull=True) | Q(back_at__gte=models.F("out_at")),
                name="outing_back_after_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reporter_id} → {self.item_id}"

    @property
    def due_back(self) -> datetime:
        """When they were to be back: whoever left late has as long as was planned."""
        planned = self.item.ends_at - self.item.starts_at
        return max(self.item.ends_at, self.out_at + planned)

    @property
    def lateness(self) -> str:
        """ "" in time or back, "late" once it is over, "far" after the hours that are allowed."""
        if self.back_at is not None or clock.now() <= self.due_back:
            return ""
        return "far" if clock.now() > self.due_back + allowed_after() else "late"


def allowed_after() -> timedelta:
    """How long after its planned end somebody may be out before the chief editor is told."""
    return timedelta(hours=settings.QIXIN_COVERAGE_LATE_HOURS)


class Deliverable(DistrictRow):
    """What a planned piece of coverage is to bring: so many of a kind, until when."""

    item = models.ForeignKey(CoverageItem, models.CASCADE, related_name="deliverables")
    kind = models.CharField(_("kind"), max_length=8, choices=PieceKind.choices)
    count = models.PositiveSmallIntegerField(
        _("how many"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PIECES)]
    )
    due_at = models.DateTimeField(pgettext_lazy("deliverable", "due"))

    class Meta:
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "kind"], name="deliverable_once_a_kind"),
            models.CheckConstraint(condition=Q(count__gte=1), name="deliverable_at_least_one"),
        ]
        indexes = [
            # the list of what is overdue
            models.Index(fields=["district", "due_at"], name="deliverable_due")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} × {self.count}"

    @property
    def delivered(self) -> int:
        """Pieces that are there; read along with `results`."""
        return sum(result.pieces for result in self.results.all())

    @property
    def missing(self) -> int:
        return max(0, self.count - self.delivered)

    @property
    def is_overdue(self) -> bool:
        """Not all there although its time is over; what was cancelled is waited for no more."""
        over = self.due_at < clock.now() and self.item.state != CoverageState.CANCELLED
        return over and self.missing > 0


class CoverageResult(DistrictRow):
    """A story or a report that came of planned coverage; its title stays when it is deleted."""

    deliverable = models.ForeignKey(Deliverable, models.CASCADE, related_name="results")
    story = models.ForeignKey(
        Story, models.SET_NULL, null=True, blank=True, related_name="coverage_results"
    )
    report = models.ForeignKey(
        Report, models.SET_NULL, null=True, blank=True, related_name="coverage_results"
    )
    title = models.CharField(_("title"), max_length=255)
    pieces = models.PositiveSmallIntegerField(_("pieces"), default=1)
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("result of coverage")
        verbose_name_plural = _("results of coverage")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["deliverable", "story"],
                condition=Q(story__isnull=False),
                name="coverage_story_once",
            ),
            models.UniqueConstraint(
                fields=["deliverable", "report"],
                condition=Q(report__isnull=False),
                name="coverage_report_once",
            ),
            models.CheckConstraint(
                condition=Q(story__isnull=True) | Q(report__isnull=True),
                name="coverage_result_is_one",
            ),
            models.CheckConstraint(condition=Q(pieces__gte=1), name="coverage_pieces_at_least_one"),
        ]

    def __str__(self) -> str:
        return self.title
