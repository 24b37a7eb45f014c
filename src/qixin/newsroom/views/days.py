"""Days in addresses, as the pages' own links and date fields write them."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

_YEARS = range(2000, 2200)


def day_asked(request: HttpRequest, name: str = "day") -> date | None:
    """None where there is none, or none that can be meant."""
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    return day if day.year in _YEARS else None
