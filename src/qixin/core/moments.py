"""Dates and times that other systems send, as every database can hold them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime


def in_utc(moment: datetime) -> datetime:
    """`moment` in UTC: PostgreSQL knows no offset beyond 16 hours, ISO 8601 allows nearly 24.

    Raises ValueError for what lies beyond the calendar once it is in UTC.
    """
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("beyond the calendar") from None


# A field of the interface: a date and time with its zone.
Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]
