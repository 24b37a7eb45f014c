"""Beginnings of letters for occasions that come again; administrators keep them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow
from qixin.letters.models.letters import LONGEST_TITLE


class LetterTemplate(DistrictRow):
    """Title and body as a letter begins with them: Chinese, as the letters are. `{企业}` and its
    like (`placeholders`) are filled in, `○` is left to the drafter. A retired one is not offered;
    letters that began with it hold their own words."""

    name = models.CharField(_("name"), max_length=48)
    name_en = models.CharField(_("English name"), max_length=64, blank=True)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    body = models.TextField(_("body"))
    retired_at = models.DateTimeField(_("retired"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("template of a letter")
        verbose_name_plural = _("templates of letters")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="letter_template_once")
        ]

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name
