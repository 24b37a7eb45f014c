"""The district and its towns: few rows, read all the time, public knowledge; so they need no user."""

from __future__ import annotations

from django.conf import settings

from qixin.core.clock import kept_for
from qixin.people.enums import AreaLevel
from qixin.people.models import Area

# Seconds that a process may show an area as it was before an administrator changed it.
FRESH_FOR = 60


@kept_for(seconds=FRESH_FOR)
def district_area() -> Area:
    """The district this installation serves. An empty one stands in before the first import."""
    code = settings.QIXIN_DISTRICT
    return Area.objects.filter(code=code).first() or Area(
        code=code, name=settings.QIXIN_DISTRICT_NAME["zh-hans"], level=AreaLevel.DISTRICT
    )


@kept_for(seconds=FRESH_FOR)
def towns() -> list[Area]:
    """The district's towns and subdistricts in order of their codes."""
    return list(Area.objects.filter(level=AreaLevel.TOWN, district=settings.QIXIN_DISTRICT))
