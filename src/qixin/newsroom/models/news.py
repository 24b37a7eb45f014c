"""What open pages hear of within the second: which page changed, and nothing of its text."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core import clock
from qixin.core.models import DistrictRow
from qixin.newsroom.enums import NewsKind


class PublicNews(DistrictRow):
    """Written after the files are: whoever hears of it and looks finds them. Kept for a day, for
    those whose line broke. `page` is a path below a language's tree (`stories/2020/02/07/12.html`),
    `sections` the folders of the lists it stands in, with spaces between (`columns/front/`).
    """

    kind = models.CharField(_("kind"), max_length=10, choices=NewsKind.choices)
    ref = models.PositiveBigIntegerField(_("number of the story or entry"))
    page = models.CharField(_("page"), max_length=255)
    sections = models.CharField(_("lists"), max_length=800, blank=True)
    at = models.DateTimeField(_("time"), default=clock.now, db_index=True)

    class Meta:
        verbose_name = _("news for open pages")
        verbose_name_plural = _("news for open pages")

    def __str__(self) -> str:
        return f"{self.kind} {self.page}"
