"""Pictures of the newsroom: kept without metadata, with the credit that they are shown with."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from qixin.core.errors import Invalid
from qixin.core.models import DistrictRow
from qixin.core.plain_text import one_line
from qixin.newsroom.enums import PictureRights
from qixin.reports.media import renditions
from qixin.reports.models import Attachment

ANOTHER = _(
    "A picture's file is not exchanged: stories with it may have been reviewed. Upload the new "
    "picture beside it, and choose it in the story."
)


class Picture(DistrictRow, AbstractImage):
    """A picture. One that came with a report remembers the attachment, so that it comes in once."""

    credit = models.CharField(_("credit"), max_length=120, blank=True)
    rights = models.CharField(
        _("rights"),
        max_length=8,
        choices=PictureRights.choices,
        default=PictureRights.UNKNOWN,
        help_text=_("By what right we show it. A picture whose rights nobody knows goes nowhere."),
    )
    attachment = models.OneToOneField(
        Attachment,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="picture",
    )

    # what it was called before this save; set by whoever tells of the change
    parts_before: dict[str, str] | None = None

    admin_form_fields = ("title", "file", "credit", "rights", "description", "collection", "tags")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions: list[tuple[str, str]] = []

    def get_upload_to(self, filename: str) -> str:
        # The media folder is served as files: a name that nobody guesses keeps drafts' pictures in.
        return super().get_upload_to(f"{secrets.token_hex(8)}-{filename[-40:]}")

    def clean(self) -> None:
        super().clean()
        if self._is_exchanged:
            raise ValidationError({"file": ANOTHER})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new file is kept without what the camera wrote into it; raises MediaRefused.

        A file is never exchanged, raises Invalid: reviewers approved what they saw.
        """
        if self._is_exchanged:
            raise Invalid(ANOTHER)
        self.title, self.credit = one_line(self.title), one_line(self.credit)
        self.description = one_line(self.description)
        if self.file and not self.file._committed:
            self._strip()
        if not self.file_hash:
            self._set_file_hash()
        super().save(*args, **kwargs)

    @property
    def _is_exchanged(self) -> bool:
        return bool(self.pk and self.file and not self.file._committed)

    def _strip(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "original"
            self.file.seek(0)
            source.write_bytes(self.file.read())
            made = renditions(source, Path(folder) / "out")
            name = Path(self.file.name).with_suffix(".jpg").name
            self.file = ContentFile(made.web.read_bytes(), name=name)
        self.file_size = self.file.size
        self.file_hash = ""

    def public_file(self, size: str) -> str:
        """Below the public root, e.g. `pictures/12-9f3c0a11.web.jpg`; `size` is web or thumb."""
        return f"pictures/{self.pk}-{(self.file_hash or '0')[:10]}.{size}.jpg"

    @property
    def alt(self) -> str:
        return self.description or self.title


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="picture_rendition_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.image_id} {self.filter_spec}"
