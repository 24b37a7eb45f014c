"""What carries a clock."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.cases.clocks import Allowance, Clock
from qixin.cases.enums import ClockBasis
from qixin.core.models import DistrictRow

CLOCK_FIELDS = (
    "clock_from", "allowance_hours", "waited_hours", "clock_basis", "soon_at", "due_at",
)  # fmt: skip


class Clocked(DistrictRow):
    """A clock and what its due time was worked out from; see `cases.clocks`."""

    clock_from = models.DateTimeField(_("clock started"))
    allowance_hours = models.FloatField(_("hours allowed"))
    waited_hours = models.FloatField(_("hours that the clock stood"), default=0)
    clock_basis = models.CharField(
        _("how the clock counts"), max_length=16, choices=ClockBasis.choices
    )
    soon_at = models.DateTimeField(_("turns yellow"))
    due_at = models.DateTimeField(_("due"))

    class Meta:
        abstract = True

    @property
    def allowance(self) -> Allowance:
        return Allowance(
            self.allowance_hours, is_working_time=self.clock_basis != ClockBasis.ROUND_THE_CLOCK
        )

    def set_clock(self, clock: Clock) -> None:
        """Take the clock over; the caller saves `CLOCK_FIELDS`."""
        self.clock_from, self.waited_hours = clock.start, clock.waited
        self.allowance_hours = clock.allowance.hours
        self.clock_basis = clock.allowance.basis
        self.soon_at, self.due_at = clock.soon_at, clock.due_at

    def follow(self, other: Clocked) -> None:
        """Run on the clock of another row; the caller saves `CLOCK_FIELDS`."""
        for name in CLOCK_FIELDS:
            setattr(self, name, getattr(other, name))

    def clock_values(self) -> dict[str, object]:
        """The clock as fields and values, for what saves them with others."""
        return {name: getattr(self, name) for name in CLOCK_FIELDS}
