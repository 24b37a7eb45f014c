"""Coordinates: WGS-84 (GPS) and GCJ-02 (Chinese maps), distances, inside or outside.

GCJ-02 follows the public reconstruction in github.com/googollee/eviltransform (MIT), on the
Krasovsky 1940 ellipsoid; the way back is found by iteration, since the shift is smooth and small.
Every coordinate here is (longitude, latitude) in degrees, as in GeoJSON.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from qixin.core.errors import Invalid

_AXIS = 6378245.0  # metres, Krasovsky 1940
_ECCENTRICITY = 0.00669342162296594323  # squared
EARTH_RADIUS = 6371008.8  # metres, mean radius of the IUGG


@dataclass(frozen=True, slots=True)
class Coordinate:
    lng: float
    lat: float


class Fault(StrEnum):
    BLANK = "blank"
    UNREADABLE = "unreadable"
    SWAPPED = "swapped"
    IMPOSSIBLE = "impossible"
    ZERO = "zero"


_SENTENCES = {
    Fault.BLANK: _(
        "The coordinate is blank. Give both longitude and latitude, or mark the place on the "
        "map."
    ),
    Fault.UNREADABLE: _(
        "The coordinate is not a number. Write degrees with a decimal point, such as 118.306 "
        "and 36.817."
    ),
    Fault.SWAPPED: _(
        "Longitude and latitude seem to be swapped. Longitude comes first; in China it lies "
        "between 73 and 136."
    ),
    Fault.IMPOSSIBLE: _(
        "There is no such coordinate. Longitude lies between -180 and 180, latitude between "
        "-90 and 90."
    ),
    Fault.ZERO: _("The coordinate is 0, 0: the device had no position. Mark the place on the map."),
}  # fmt: skip


class CoordinateError(Invalid, ValueError):
    """`fault` says what is wrong with the coordinate."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(_SENTENCES[fault])
        self.fault = fault


def parse_coordinate(lng: object, lat: object) -> Coordinate:
    """A coordinate from two cells or form fields, in degrees; full-width digits are read too.

    Raises CoordinateError if either is blank, no number, impossible, or the two are swapped.
    """
    if _is_blank(lng) or _is_blank(lat):
        raise CoordinateError(Fault.BLANK)
    x, y = _degrees(lng), _degrees(lat)
    if x == 0 and y == 0:
        raise CoordinateError(Fault.ZERO)
    if is_outside_china(x, y) and not is_outside_china(y, x):
        raise CoordinateError(Fault.SWAPPED)
    if abs(x) > 180 or abs(y) > 90:
        raise CoordinateError(Fault.IMPOSSIBLE)
    return Coordinate(x, y)


def is_outside_china(lng: float, lat: float) -> bool:
    """Outside the rectangle in which GCJ-02 shifts. Coarse: parts of the neighbours lie in it."""
    return not (72.004 <= lng <= 137.8347 and 0.8293 <= lat <= 55.8271)


def gcj02_from_wgs84(lng: float, lat: float) -> Coordinate:
    """Where a Chinese map shows the GPS position; outside China the same."""
    if is_outside_china(lng, lat):
        return Coordinate(lng, lat)
    d_lng, d_lat = _shift(lng, lat)
    return Coordinate(lng + d_lng, lat + d_lat)


def wgs84_from_gcj02(lng: float, lat: float) -> Coordinate:
    """The GPS position of a point on a Chinese map, to better than 1e-6 degrees (10 cm)."""
    if is_outside_china(lng, lat):
        return Coordinate(lng, lat)
    x, y = lng, lat
    for _round in range(30):
        d_lng, d_lat = _shift(x, y)
        error_x, error_y = x + d_lng - lng, y + d_lat - lat
        x, y = x - error_x, y - error_y
        if abs(error_x) < 1e-9 and abs(error_y) < 1e-9:
            break
    return Coordinate(x, y)


def metres_between(a: Coordinate, b: Coordinate) -> float:
    """Great-circle distance in metres, by the haversine formula on a sphere."""
    d_lat, d_lng = math.radians(b.lat - a.lat), math.radians(b.lng - a.lng)
    cosines = math.cos(math.radians(a.lat)) * math.cos(math.radians(b.lat))
    h = math.sin(d_lat / 2) ** 2 + cosines * math.sin(d_lng / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(h)))


def contains(geometry: Mapping[str, Any], point: Coordinate) -> bool:
    """Whether the point lies in a GeoJSON Polygon, MultiPolygon, or Feature of one; holes count.

    Both must be in the same system. Raises ValueError for another type of geometry.
    """
    if geometry["type"] == "Feature":
        return contains(geometry["geometry"], point)
    if geometry["type"] == "Polygon":
        return _in_polygon(geometry["coordinates"], point)
    if geometry["type"] == "MultiPolygon":
        return any(_in_polygon(polygon, point) for polygon in geometry["coordinates"])
    raise ValueError(f"A {geometry['type']} has no inside.")


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _degrees(value: object) -> float:
    text = unicodedata.normalize("NFKC", str(value)).strip().removesuffix("°")
    try:
        number = float(text.replace("\u2212", "-"))
    except ValueError:
        raise CoordinateError(Fault.UNREADABLE) from None
    if not math.isfinite(number) or "_" in text:
        raise CoordinateError(Fault.UNREADABLE)
    return number


def _in_polygon(rings: Sequence[Sequence[Sequence[float]]], point: Coordinate) -> bool:
    return sum(_in_ring(ring, point) for ring in rings) % 2 == 1


def _in_ring(ring: Sequence[Sequence[float]], point: Coordinate) -> bool:
    x, y = point.lng, point.lat
    inside = False
    previous = ring[-1]
    was_above = previous[1] > y
    for corner in ring:
        # most sides do not cross the point's latitude, and cost one comparison
        is_above = corner[1] > y
        if is_above != was_above:
            share = (y - corner[1]) / (previous[1] - corner[1])
            inside ^= x < (previous[0] - corner[0]) * share + corner[0]
        previous, was_above = corner, is_above
    return inside


def _shift(lng: float, lat: float) -> tuple[float, float]:
    x, y = lng - 105.0, lat - 35.0
    waves = _waves(x, (20.0, 1 / 6), (20.0, 1 / 2))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    north += waves + _waves(y, (20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    east += waves + _waves(x, (20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0))
    radians = math.radians(lat)
    curve = 1 - _ECCENTRICITY * math.sin(radians) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY) / (curve * math.sqrt(curve))
    return (
        math.degrees(east / (_AXIS / math.sqrt(curve) * math.cos(radians))),
        math.degrees(north / meridian),
    )


def _waves(value: float, *heights_and_periods: tuple[float, float]) -> float:
    waves = (height * math.sin(value / period * math.pi) for height, period in heights_and_periods)
    return sum(waves) * 2.0 / 3.0
