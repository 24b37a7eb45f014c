"""What somebody should know now."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow


class Notice(DistrictRow):
    """One sentence for one person, with where it leads. `kind` names the sentence, see
    `people.notices`; `detail` fills it and holds no personal data."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=48)
    detail = models.JSONField(default=dict)
    link = models.CharField(max_length=200)
    at = models.DateTimeField(_("time"))
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            # the page of notices
            models.Index(fields=["user", "-id"], name="notice_user"),
            # the bell on every page
            models.Index(
                fields=["user"], condition=models.Q(seen_at__isnull=True), name="notice_unseen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.user_id}"
