"""Stories published on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Count

from qixin.newsroom import selectors as newsroom
from qixin.people.models import User
from qixin.people.permissions import has_permission
from qixin.situation.minutes import Minute


def by_minute(user: User, day: date) -> list[tuple[str, int]]:
    """(minute, number); their sum is the length of the newsroom's list of the day."""
    if not has_permission(user, "newsroom.read"):
        return []
    minutes = (
        newsroom.published_on(user, day=day)
        .order_by()
        .annotate(minute=Minute("published_on"))
        .values_list("minute")
    )
    return list(minutes.annotate(count=Count("pk")))
