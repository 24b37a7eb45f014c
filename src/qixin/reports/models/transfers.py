"""Large files on their way in, a piece at a time."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qixin.core import clock
from qixin.core.models import DistrictRow

LONGEST_METADATA = 1000


class Transfer(DistrictRow):
    """A large file that comes in pieces: `offset` bytes of `length` are on the disk.

    The file lies in `QIXIN_TRANSFERS` under the key's name and may be longer than `offset` says:
    what was not acknowledged does not count. It is gone once it has become something, or after
    `QIXIN_TRANSFER_HOURS` without a new piece.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # what it shall become, as the room above has registered it (`reports.transfers`)
    kind = models.CharField(max_length=32)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # as the client sent it, to be handed back so: pairs of a name and a value in base64
    metadata = models.CharField(max_length=LONGEST_METADATA, blank=True)
    length = models.PositiveBigIntegerField(_("bytes"))
    offset = models.PositiveBigIntegerField(_("bytes that have arrived"), default=0)
    touched_at = models.DateTimeField(_("last piece"), default=clock.now)

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints = [
            models.CheckConstraint(condition=Q(length__gt=0), name="transfer_of_something"),
            models.CheckConstraint(
                condition=Q(offset__lte=F("length")), name="transfer_within_its_length"
            ),
        ]
        indexes = [
            # the job that drops those left lying
            models.Index(fields=["touched_at"], name="transfer_touched")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.offset}/{self.length}"

    @property
    def is_complete(self) -> bool:
        return self.offset == self.length

    @property
    def expires_at(self) -> datetime:
        return self.touched_at + timedelta(hours=settings.QIXIN_TRANSFER_HOURS)
