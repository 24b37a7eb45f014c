"""The link by which a driver without an account shows a pass."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core.encryption import EncryptedTextField
from qixin.passes.enums import LinkState
from qixin.passes.models.passes import Pass


class DriverLink(models.Model):
    """Found by its token's hash; the token is kept encrypted beside it, to be copied again.

    It ends with its pass, which says so itself; only taking it away is a state of its own.
    """

    issued = models.ForeignKey(Pass, models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    token = EncryptedTextField(editable=False)
    state = models.CharField(
        pgettext_lazy("driver's link", "state"),
        max_length=12,
        choices=LinkState.choices,
        default=LinkState.STANDING,
    )
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("given"))
    opened_at = models.DateTimeField(_("first opened"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("driver's link")
        verbose_name_plural = _("drivers' links")
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["issued"],
                condition=Q(state=LinkState.STANDING),
                name="driver_link_one_stands",
            ),
            models.CheckConstraint(
                condition=Q(state=LinkState.STANDING, withdrawn_at__isnull=True)
                | Q(state=LinkState.WITHDRAWN, withdrawn_at__isnull=False),
                name="driver_link_withdrawn_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issued} · {self.get_state_display()}"
