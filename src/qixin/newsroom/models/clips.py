"""Clips: uploaded, or cut out of a channel's recording; made playable by a job."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core import clock
from qixin.core.models import DistrictRow, kept_storage
from qixin.newsroom.enums import PictureRights
from qixin.newsroom.enums.live import ClipState
from qixin.newsroom.models.live import LiveChannel

LONGEST_TITLE, LONGEST_CREDIT = 80, 120


def new_folder() -> str:
    """A folder's name that nobody guesses: the media folder is served as files."""
    return secrets.token_hex(12)


class Clip(DistrictRow):
    """A clip with its credit and rights. Its files lie below the media root, in `clips/<folder>/`:
    clip.mp4, web.jpg, thumb.jpg, index.m3u8 and the pieces that it names."""

    channel = models.ForeignKey(
        LiveChannel, models.PROTECT, null=True, blank=True, related_name="clips"
    )
    client_key = models.UUIDField(unique=True, editable=False)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    credit = models.CharField(_("credit"), max_length=LONGEST_CREDIT)
    rights = models.CharField(_("rights"), max_length=8, choices=PictureRights.choices)
    # what was uploaded; blank for one that is cut
    original = models.FileField(storage=kept_storage, max_length=200, blank=True)
    cut_from = models.DateTimeField(pgettext_lazy("clip", "from"), null=True, blank=True)
    cut_until = models.DateTimeField(pgettext_lazy("clip", "until"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ClipState.choices, default=ClipState.WAITING
    )
    progress = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(100)])
    # the job's last sign of life, so that another takes up what a killed one left
    moved_at = models.DateTimeField(default=clock.now)
    failure = models.CharField(max_length=300, blank=True)
    folder = models.CharField(max_length=24, default=new_folder, editable=False)
    duration_s = models.FloatField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("clip")
        verbose_name_plural = _("clips")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(rights=PictureRights.UNKNOWN) & ~Q(credit=""),
                name="clip_has_rights_and_credit",
            ),
            models.CheckConstraint(
                condition=(Q(cut_from__isnull=True, cut_until__isnull=True) & ~Q(original=""))
                | Q(original="", channel__isnull=False, cut_until__gt=F("cut_from")),
                name="clip_uploaded_or_cut",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClipState.FAILED) | ~Q(failure=""), name="clip_failed_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=ClipState.SHOWN) | Q(channel__isnull=False),
                name="clip_shown_by_a_channel",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="clip_progress_percent"),
        ]
        indexes = [
            # what a job has to take up; what of a recording is still wanted
            models.Index(fields=["state", "moved_at"], name="clip_state"),
            # each part of a file that a player asks for
            models.Index(fields=["folder"], name="clip_folder"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_playable(self) -> bool:
        return self.state in (ClipState.READY, ClipState.SHOWN)

    def file_name(self, name: str) -> str:
        """One of its files in the storage of media."""
        return f"clips/{self.folder}/{name}"

    def address(self, name: str) -> str:
        """Ours, which knows what was withdrawn, wherever the file lies."""
        return f"/clips/{self.folder}/{name}"

    @property
    def video_url(self) -> str:
        return self.address("clip.mp4")

    @property
    def poster_url(self) -> str:
        return self.address("web.jpg")

    @property
    def hls_url(self) -> str:
        return self.address("index.m3u8")
