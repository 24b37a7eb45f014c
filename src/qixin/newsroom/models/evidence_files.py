"""Pictures and documents that prove something about a rumour."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow, KeptFile, kept_storage
from qixin.newsroom.models.rumours import Evidence

# as migrations name it
evidence_storage = kept_storage


class EvidenceFile(KeptFile, DistrictRow):
    """Of one piece of evidence; for the desk alone, and in no public file: a screenshot of a group
    of neighbours shows who is in it."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="files")

    class Meta:
        verbose_name = _("file of evidence")
        verbose_name_plural = _("files of evidence")
        ordering = ["id"]
