"""The one place that asks what time it is, and what "today" means in the district."""

from __future__ import annotations

import time as process_time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from functools import wraps
from typing import Any, TypeVar

from django.utils import timezone

_Answer = TypeVar("_Answer")
_kept: list[dict[str, Any]] = []


_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _pretended.get() or timezone.now()


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Within the block it is `moment`: drills lay down the days before they were started."""
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)


def local(moment: datetime) -> datetime:
    """`moment` in the district's zone."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def today() -> date:
    """The district's calendar day."""
    return local(now()).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Start (inclusive) and end (exclusive) of a calendar day of the district."""
    zone = timezone.get_default_timezone()
    start = datetime.combine(day, time.min, tzinfo=zone)
    return start, datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)


def kept_for(*, seconds: float) -> Callable[[Callable[[], _Answer]], Callable[[], _Answer]]:
    """Decorator: a process asks again only after `seconds`. For small things that rarely change."""

    def wrap(read: Callable[[], _Answer]) -> Callable[[], _Answer]:
        kept: dict[str, Any] = {}
        _kept.append(kept)

        @wraps(read)
        def answer() -> _Answer:
            if kept.get("until", 0.0) < process_time.monotonic():
                kept["answer"] = read()
                kept["until"] = process_time.monotonic() + seconds
            answered: _Answer = kept["answer"]
            return answered

        return answer

    return wrap


def forget_kept() -> None:
    """Ask everything again: after an import, and between tests."""
    for kept in _kept:
        kept.clear()
