"""The district and its towns: few rows, read all the time, public knowledge; so they need no user."""

from __future__ import annotations

import time
from functools import wraps
from typing import Any, Callable, TypeVar

from django.conf import settings

from qixin.people.enums import AreaLevel
from qixin.people.models import Area

# Seconds that a process may show an area as it was before an administrator changed it.
FRESH_FOR = 60
_Answer = TypeVar("_Answer")


def _kept_for_a_minute(read: Callable[[], _Answer]) -> Callable[[], _Answer]:
    kept: dict[str, Any] = {}

    @wraps(read)
    def answer() -> _Answer:
        if kept.get("until", 0.0) < time.monotonic():
            kept["answer"], kept["until"] = read(), time.monotonic() + FRESH_FOR
        return kept["answer"]

    answer.forget = kept.clear  # type: ignore[attr-defined]
    return answer


@_kept_for_a_minute
def district_area() -> Area:
    """The district this installation serves. An empty one stands in before the first import."""
    code = settings.QIXIN_DISTRICT
    return Area.objects.filter(code=code).first() or Area(
        code=code, name=settings.QIXIN_DISTRICT_NAME["zh-hans"], level=AreaLevel.DISTRICT
    )


@_kept_for_a_minute
def towns() -> list[Area]:
    """The district's towns and subdistricts in order of their codes."""
    return list(Area.objects.filter(level=AreaLevel.TOWN, district=settings.QIXIN_DISTRICT))


def forget() -> None:
    """Read afresh next time: after an import, and between tests."""
    district_area.forget()  # type: ignore[attr-defined]
    towns.forget()  # type: ignore[attr-defined]
