"""Limits of a person that may be passed at a price: runs, days off, hours, weekends."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from qixin.planning.errors import NumbersMissing, ProblemError
from qixin.planning.limits import whole_numbers


@dataclass(frozen=True)
class Span:
    """From `least` to `most` (None: no limit): each step below costs `under`, each above `over`."""

    least: int = 0
    most: int | None = None
    under: float = 0.0
    over: float = 0.0

    def __post_init__(self) -> None:
        whole_numbers("a soft limit", least=self.least, most=self.most)
        if self.least < 0 or (self.most is not None and self.most < self.least):
            raise ProblemError(f"from {self.least} to {self.most} is no range of a soft limit")
        for price in (self.under, self.over):
            if not math.isfinite(price):
                raise NumbersMissing(f"a soft limit's price must be a number, not {price}")
            if price < 0:
                raise ProblemError(f"a soft limit's price cannot be negative ({price})")

    @property
    def priced(self) -> bool:
        return (self.under > 0 and self.least > 0) or (self.over > 0 and self.most is not None)

    def short(self, amount: float) -> float:
        """What too little costs."""
        return self.under * max(0, self.least - amount)

    def beyond(self, amount: float) -> float:
        """What too much costs."""
        return 0.0 if self.most is None else self.over * max(0, amount - self.most)


@dataclass(frozen=True)
class SoftLimits:
    """What a person had rather keep, and what it costs where they do not.

    `run` and `rest`: days on and days off in a row; `shift_runs`: days in a row in one shift.
    `minutes` are over the period, priced by the hour; `weekends` are counted as the hard limit
    counts them. `half_weekend` is due where one day of a weekend is worked and the other is free.
    As with hard limits, what touches the period's edge may be short: at its end, and at its
    beginning without a history. Days before the period were priced then.
    """

    run: Span = Span()
    rest: Span = Span()
    shift_runs: Mapping[str, Span] = field(default_factory=dict)
    minutes: Span = Span()
    weekends: Span = Span()
    half_weekend: float = 0.0

    def __post_init__(self) -> None:
        if not math.isfinite(self.half_weekend):
            raise NumbersMissing(f"a price must be a number, not {self.half_weekend}")
        if self.half_weekend < 0:
            raise ProblemError(f"a price cannot be negative ({self.half_weekend})")

    @property
    def priced(self) -> bool:
        spans = (self.run, self.rest, self.minutes, self.weekends, *self.shift_runs.values())
        return self.half_weekend > 0 or any(span.priced for span in spans)
