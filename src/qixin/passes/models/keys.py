"""The keys that sign, and the numbered list of what was revoked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qixin.core import clock
from qixin.core.encryption import EncryptedTextField
from qixin.core.models import DistrictRow, default_district
from qixin.passes.enums import KeyState


class SigningKey(DistrictRow):
    """A P-256 key. The newest one whose time has come signs; the others go on verifying.

    A key is made known before it signs (`signs_from`), so that every telephone at a post has it by
    then. `kid`, `x` and `y` are hexadecimal.
    """

    kid = models.CharField(_("key number"), max_length=16, unique=True)
    private_pem = EncryptedTextField(_("private key"))
    x = models.CharField(max_length=64)
    y = models.CharField(max_length=64)
    state = models.CharField(
        _("state"), max_length=12, choices=KeyState.choices, default=KeyState.STANDING
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("made"))
    signs_from = models.DateTimeField(_("signs from"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        ordering = ["-signs_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=KeyState.STANDING, withdrawn_at__isnull=True)
                | Q(state=KeyState.WITHDRAWN, withdrawn_at__isnull=False),
                name="signing_key_withdrawn_when",
            )
        ]

    def __str__(self) -> str:
        return self.kid

    @property
    def is_announced(self) -> bool:
        """Known to the posts, and not yet signing."""
        return self.state == KeyState.STANDING and self.signs_from > clock.now()


class RevocationList(models.Model):
    """The version of a district's list; its row is locked while a number is taken from it.

    So numbers become visible in their order, and nobody who asks for what came after number n is
    told of n + 2 before n + 1.
    """

    district = models.CharField(max_length=6, unique=True, default=default_district, editable=False)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("list of revocations")
        verbose_name_plural = _("lists of revocations")

    def __str__(self) -> str:
        return f"{self.district}/{self.version}"


class Revocation(DistrictRow):
    """One entry of the list: this pass is no longer valid, `version` is its place in the order."""

    version = models.PositiveIntegerField(_("version"))
    number = models.CharField(_("number"), max_length=20, unique=True)
    # the end of the pass: after it, the list need not name it any more
    until = models.DateTimeField(_("valid until"))
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")
        constraints = [
            # also what is read for a delta
            models.UniqueConstraint(fields=["district", "version"], name="revocation_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.number}"
