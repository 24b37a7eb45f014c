"""Where a report is: what was given, how far it can be trusted, and which town counts it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import itemgetter

from qixin.core.coordinates import Coordinate, contains
from qixin.people.models import Area
from qixin.people.selectors.places import district_area, towns
from qixin.reports.enums import Precision


@dataclass(frozen=True)
class Place:
    """Coordinates in WGS-84 degrees or None, and the areas that count the report."""

    coordinate: Coordinate | None = None
    precision: Precision = Precision.NONE
    town: Area | None = None
    community: Area | None = None


def locate(
    coordinate: Coordinate | None, *, community: Area | None = None, town: Area | None = None
) -> Place:
    """Trust what a person chose over what a satellite says; note when both disagree with the map.

    Without a chosen area, a point inside the district belongs to the town whose representative
    point is nearest: towns' boundaries are not public, and an editor can correct it.
    """
    town = community.parent if community else town
    if coordinate is None:
        return Place(None, Precision.AREA if town else Precision.NONE, town, community)
    boundary = district_area().boundary
    if boundary and not contains(boundary, coordinate):
        return Place(coordinate, Precision.OUTSIDE, town, community)
    return Place(coordinate, Precision.EXACT, town or _nearest_town(coordinate), community)


def _nearest_town(coordinate: Coordinate) -> Area | None:
    # A district is small enough to be flat; this is asked for each row of an import.
    lng, lat, narrowing = coordinate.lng, coordinate.lat, math.cos(math.radians(coordinate.lat))
    distances = [
        (((town.lng - lng) * narrowing) ** 2 + (town.lat - lat) ** 2, town)
        for town in towns()
        if town.lng is not None and town.lat is not None
    ]
    return min(distances, key=itemgetter(0))[1] if distances else None
