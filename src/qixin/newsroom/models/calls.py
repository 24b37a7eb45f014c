"""Call-outs: what readers are asked to send in, what came, and the gallery that the desk makes."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from qixin.core import clock
from qixin.core.models import DistrictRow
from qixin.newsroom.enums.readers import CallState, CallTakes, Showing
from qixin.newsroom.models.addresses import PublicAddress
from qixin.reports.models import Attachment, Report

LONGEST_ALT = 200


class CallOut(PublicAddress, DistrictRow):
    """Readers are asked for something until a deadline; `section` is a column or a topic."""

    section = models.ForeignKey(Page, models.PROTECT, related_name="call_outs")
    slug = models.SlugField(_("address"), max_length=60, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=80)
    asked = models.TextField(_("what is asked"), max_length=1_000)
    takes = models.CharField(
        _("what may be sent"), max_length=8, choices=CallTakes.choices, default=CallTakes.BOTH
    )
    terms = models.CharField(
        _("what the sender agrees to"),
        max_length=300,
        help_text=_("Stands beside the tick that every sender sets, e.g. who may use the photos."),
    )
    opens_at = models.DateTimeField(pgettext_lazy("call-out", "opens"))
    closes_at = models.DateTimeField(pgettext_lazy("call-out", "closes"))
    state = models.CharField(
        _("state"), max_length=8, choices=CallState.choices, default=CallState.DRAFT
    )
    # readers have seen its page, which stays
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("call-out")
        verbose_name_plural = _("call-outs")
        ordering = ["-opens_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="call_out_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(CallState.OPEN, CallState.CLOSED))
                | Q(opened_at__isnull=False),
                name="call_out_open_since",
            ),
        ]
        indexes = [
            # the job that closes what is over
            models.Index(
                fields=["closes_at"], condition=Q(state=CallState.OPEN), name="call_out_due"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def public_path(self) -> str:
        return f"calls/{self.slug}/index.html"

    @property
    def thing(self) -> str:
        return f"newsroom.call:{self.pk}"

    @property
    def reference(self) -> str:
        return f"call:{self.pk}"

    def takes_entries_at(self, moment: datetime) -> bool:
        """Whether somebody may send in at `moment`, whatever a page says that was opened before."""
        return self.state == CallState.OPEN and self.opens_at <= moment < self.closes_at


class CallEntry(DistrictRow):
    """What somebody sent in for a call-out; `words` and `name` are what may be shown, masked."""

    call = models.ForeignKey(CallOut, models.PROTECT, related_name="entries")
    report = models.OneToOneField(Report, models.PROTECT, related_name="call_entry")
    words = models.TextField(_("text"), blank=True)
    name = models.CharField(_("name to be shown"), max_length=24, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=Showing.choices, default=Showing.WAITING
    )
    # in the gallery, the smallest first
    position = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(_("sent"), default=clock.now)
    shown_at = models.DateTimeField(_("shown"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=Showing.SHOWN) | Q(shown_at__isnull=False),
                name="entry_shown_since",
            )
        ]
        indexes = [
            # a call-out's page in the workbench, and its gallery
            models.Index(fields=["call", "state", "position", "id"], name="entry_state")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} → {self.call_id}"

    @property
    def thing(self) -> str:
        return f"newsroom.entry:{self.pk}"

    @property
    def reference(self) -> str:
        return f"entry:{self.pk}"


class GalleryPicture(DistrictRow):
    """A photo of an entry that the desk chose, with words for those who cannot see it."""

    entry = models.ForeignKey(CallEntry, models.CASCADE, related_name="pictures")
    attachment = models.OneToOneField(Attachment, models.CASCADE, related_name="gallery_picture")
    alt = models.CharField(_("description for the blind"), max_length=LONGEST_ALT)

    class Meta:
        verbose_name = _("picture of a gallery")
        verbose_name_plural = _("pictures of a gallery")
        ordering = ["attachment__position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(alt=""), name="gallery_picture_is_described")
        ]

    def __str__(self) -> str:
        return self.alt

    def public_file(self, size: str) -> str:
        """Below the public root; `size` is web or thumb. Nobody guesses the name."""
        return f"pictures/calls/{self.attachment.client_key.hex}.{size}.jpg"
