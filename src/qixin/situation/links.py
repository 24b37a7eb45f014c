"""The list behind each figure: the one place that knows the lists' addresses and parameters.

The lists live in the rooms whose things they show. A figure and its list are the same filter.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

# "town" and "group" of rows that have none
NONE = "none"


def reports(day: date, **narrowed: Any) -> str:
    """Reports received on `day`; `town` (code), `group` (id), `state`, `urgency`, `precision`."""
    return _address("reports:list", received_on=day.isoformat(), **narrowed)


def to_reports() -> Callable[[str], str]:
    """Number → address of one report; a map asks five hundred times, the resolver once."""
    before, _name, after = reverse("reports:detail", args=["NUMBER"]).partition("NUMBER")
    return lambda number: f"{before}{number}{after}"


def cases(**narrowed: Any) -> str:
    """Cases by `state`, `town`, `group`, `opened_on`, `answered_on`."""
    return _address("cases:inbox", **narrowed)


def stories(day: date, **narrowed: Any) -> str:
    """Stories published on `day`, by `column` (code)."""
    return _address("newsroom:published", day=day.isoformat(), **narrowed)


def _address(name: str, **parameters: Any) -> str:
    given = {key: str(value) for key, value in parameters.items() if value not in (None, "")}
    return f"{reverse(name)}?{urlencode(given)}"
