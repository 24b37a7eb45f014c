"""Reports and what is attached to them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qixin.core.encryption import EncryptedTextField
from qixin.core.models import DistrictRow
from qixin.core.personal_data import mask_text
from qixin.people.models import Area, Person
from qixin.reports.enums import (
    AttachmentKind,
    AttachmentState,
    PicturesUse,
    Precision,
    ReportState,
    Source,
    Urgency,
)
from qixin.reports.models.groups import Group

# Characters; a longer text is refused with a sentence, never cut.
LONGEST_TEXT = 20_000


def attachment_storage() -> Storage:
    return storages["attachments"]


class Report(DistrictRow):
    """Whatever comes in from the field.

    `client_key` is made by whoever sends: the same key again is the same report. Text is never
    changed after receipt. Coordinates are WGS-84 degrees.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    client_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    source = models.CharField(_("source"), max_length=8, choices=Source.choices)
    # Foreign keys have no index of their own here: those below serve, and each costs every insert.
    sender = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="reports", db_index=False
    )
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="reports", db_index=False
    )
    # of a resident without an account
    contact_name = EncryptedTextField(_("name"), blank=True)
    contact_phone = EncryptedTextField(_("telephone"), blank=True)
    follow_code_hash = models.CharField(max_length=64, blank=True, editable=False)

    text = models.TextField(_("text"))
    service_code = models.CharField(_("subject"), max_length=32, blank=True)
    occurred_at = models.DateTimeField(_("happened"))
    received_at = models.DateTimeField(_("received"))
    lng = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    precision = models.CharField(
        _("place"), max_length=8, choices=Precision.choices, default=Precision.NONE
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    town = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="town_reports", db_index=False
    )
    community = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="community_reports",
        db_index=False,
    )

    state = models.CharField(
        _("state"), max_length=8, choices=ReportState.choices, default=ReportState.RECEIVED
    )
    urgency = models.PositiveSmallIntegerField(
        _("urgency"), choices=Urgency.choices, default=Urgency.NORMAL
    )
    pictures_use = models.CharField(
        _("use of the photos"),
        max_length=8,
        choices=PicturesUse.choices,
        default=PicturesUse.UNSAID,
        db_default=PicturesUse.UNSAID,
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_reports", db_index=False
    )
    triaged_at = models.DateTimeField(_("triaged"), null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    claimed_until = models.DateTimeField(null=True, blank=True)
    # MinHash signature of the text, see reports.similarity; empty until it was examined
    signature = models.BinaryField(default=b"", editable=False)
    # indexed for search and duplicates, suggestions made
    examined_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReportState.MERGED, merged_into__isnull=False)
                | ~Q(state=ReportState.MERGED) & Q(merged_into__isnull=True),
                name="report_merged_into_one",
            ),
            models.CheckConstraint(
                condition=Q(lng__isnull=True, lat__isnull=True)
                | Q(lng__gte=-180, lng__lte=180, lat__gte=-90, lat__lte=90),
                name="report_on_the_globe",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.RECEIVED) | Q(triaged_at__isnull=True),
                name="report_received_is_not_triaged",
            ),
        ]
        indexes = [
            # what was merged into a report, whose claims an account holds, what a community sent
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="report_merged"
            ),
            models.Index(
                fields=["claimed_by"], condition=Q(claimed_by__isnull=False), name="report_claimed"
            ),
            models.Index(
                fields=["community"],
                condition=Q(community__isnull=False),
                name="report_community",
            ),
            # the triage queue: what waits, most urgent and newest first
            models.Index(
                fields=["district", "-urgency", "-received_at", "-id"],
                condition=Q(state=ReportState.RECEIVED),
                name="report_queue",
            ),
            # the list of all reports and the situation page's day
            models.Index(fields=["district", "-received_at", "-id"], name="report_received"),
            models.Index(fields=["district", "state", "-received_at"], name="report_state"),
            # what the worker has not looked at yet
            models.Index(
                fields=["id"], condition=Q(examined_at__isnull=True), name="report_unexamined"
            ),
            # how many reports lie on the very same point
            models.Index(
                fields=["lng", "lat"], condition=Q(lng__isnull=False), name="report_point"
            ),
            # "my reports" and a sender's record
            models.Index(fields=["sender", "-received_at"], name="report_sender"),
            # situation: by town and by group
            # (district last, so that counting never opens a row)
            models.Index(fields=["town", "received_at", "district"], name="report_town"),
            models.Index(fields=["group", "received_at", "district"], name="report_group"),
            # the list of all that were urgent
            models.Index(
                fields=["district", "urgency", "-received_at", "-id"], name="report_urgency"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def headline(self) -> str:
        """The first 40 characters, for lists; numbers of persons are masked before the cut."""
        first = mask_text(self.text.strip().split("\n", 1)[0][:400])
        return first if len(first) <= 40 else first[:39] + "…"


class Attachment(DistrictRow):
    """A photo or a clip. The original is kept as evidence; pages show its renditions."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="attachments")
    client_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=8, choices=AttachmentKind.choices)
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=AttachmentState.choices,
        default=AttachmentState.RECEIVED,
    )
    original = models.FileField(storage=attachment_storage, max_length=200)
    web = models.FileField(storage=attachment_storage, max_length=200, blank=True)
    thumb = models.FileField(storage=attachment_storage, max_length=200, blank=True)
    mime = models.CharField(max_length=64)
    size = models.BigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    # perceptual hash of the picture or the clip's poster, signed 64 bits
    phash = models.BigIntegerField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    duration_s = models.FloatField(_("length in seconds"), null=True, blank=True)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    lng = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["report", "position", "id"]
        indexes = [models.Index(fields=["sha256"], name="attachment_sha256")]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.position}"
