"""Telephone numbers that are being proven by a code."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core.encryption import EncryptedTextField
from qixin.core.models import DistrictRow


class PhoneProof(DistrictRow):
    """A code that was sent to a number; kept only as a hash, and not for long.

    Its key stands in the address of the page that asks for the code: it cannot be guessed, and
    without the code it proves nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # what whoever asked says to be called
    name = models.CharField(_("name"), max_length=64)
    phone = EncryptedTextField(_("telephone"))
    code_hash = models.CharField(max_length=64, editable=False)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(_("expires"))

    class Meta:
        verbose_name = _("proof of a telephone number")
        verbose_name_plural = _("proofs of telephone numbers")
        indexes = [
            # what is over is deleted whenever the next code is sent
            models.Index(fields=["expires_at"], name="phone_proof_over")
        ]

    def __str__(self) -> str:
        return str(self.pk)
