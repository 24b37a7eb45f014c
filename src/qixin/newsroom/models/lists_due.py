"""Lists of the public site whose older pages are to be written."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from qixin.core.models import DistrictRow


class ListDue(DistrictRow):
    """A row for each story that came, changed or went; the list is written once for all of them.

    `page` is the front page, a topic or a column. Pages older than those with the stories of the
    moment `since` stay as they are; all are written where it is empty.
    """

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    since = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("list to be written")
        verbose_name_plural = _("lists to be written")

    def __str__(self) -> str:
        return f"{self.page_id} {self.since or ''}"
