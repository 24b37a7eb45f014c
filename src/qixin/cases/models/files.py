"""Files that people attach to what they say about a case."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qixin.cases.models.answers import Answer, Note
from qixin.cases.models.cases import Case
from qixin.core.models import DistrictRow, KeptFile, kept_storage

# as migrations name it
case_storage = kept_storage


class CaseFile(KeptFile, DistrictRow):
    """Belongs to a note or to an answer, and is read by whoever reads that."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="files")
    note = models.ForeignKey(Note, models.CASCADE, null=True, related_name="files")
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, related_name="files")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("file of a case")
        verbose_name_plural = _("files of cases")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(note__isnull=False, answer__isnull=True)
                | Q(note__isnull=True, answer__isnull=False),
                name="case_file_belongs_to_one",
            )
        ]
