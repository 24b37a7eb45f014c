"""How far a writing of the whole public site has come, so that it goes on where it was killed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core import clock
from qixin.core.models import DistrictRow
from qixin.newsroom.enums import BuildState


class SiteBuild(DistrictRow):
    """All pages once more. Stories go by their ids, so `last_story` says where to go on; the lists
    come after them. `look` names the release whose templates it was written with."""

    state = models.CharField(
        _("state"), max_length=10, choices=BuildState.choices, default=BuildState.RUNNING
    )
    look = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    stories = models.PositiveIntegerField(_("stories"), default=0)
    written = models.PositiveIntegerField(pgettext_lazy("stories", "written"), default=0)
    last_story = models.PositiveBigIntegerField(default=0)
    began_at = models.DateTimeField(_("began"), default=clock.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("writing of the public site")
        verbose_name_plural = _("writings of the public site")
        constraints = [
            models.UniqueConstraint(
                fields=["district"],
                condition=models.Q(state=BuildState.RUNNING),
                name="one_site_build_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state=BuildState.RUNNING, ended_at__isnull=True)
                | models.Q(~models.Q(state=BuildState.RUNNING), ended_at__isnull=False),
                name="site_build_ends_with_its_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written}/{self.stories} {self.state}"
