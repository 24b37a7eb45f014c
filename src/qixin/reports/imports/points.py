"""What a whole file's coordinates tell: points that many share, and the system they are in."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Sequence

from qixin.core.coordinates import Coordinate, contains, wgs84_from_gcj02
from qixin.people.selectors.places import district_area, towns

# As many rows on the very same point are a default of somebody's form or geocoder, not a place.
SHARED_BY = 10
# In a short file a smaller share says the same; two reports of one place are nothing odd, though.
SHARE, LEAST = 0.05, 3
_SHORT = int(SHARED_BY / SHARE)
_BUCKETS = 1 << 20
_MAP_NAMES = re.compile(r"gcj|火星|高德|腾讯|amap|wechat|微信", re.IGNORECASE)


class SharedPoints:
    """Counts points at constant memory (2 MB): exactly in the first rows, then in hashed buckets.

    A bucket may be shared by strangers: with a million different points the chance that one of
    them is taken for a shared one is below 1 : 1,000,000.
    """

    def __init__(self) -> None:
        self._rows = 0
        self._first: Counter[tuple[float, float]] = Counter()
        self._counts = array("H", bytes(2 * _BUCKETS))
        self._many: set[tuple[float, float]] = set()
        self._defaults = {
            (round(area.lng, 6), round(area.lat, 6))
            for area in [district_area(), *towns()]
            if area.lng is not None and area.lat is not None
        }

    def see(self, point: Coordinate | None) -> None:
        """Count one row; None for a row without a point."""
        self._rows += 1
        if point is None:
            return
        key = (point.lng, point.lat)
        if self._rows <= _SHORT:
            self._first[key] += 1
        bucket = hash(key) % _BUCKETS
        self._counts[bucket] = min(self._counts[bucket] + 1, 65_535)
        if self._counts[bucket] >= SHARED_BY:
            self._many.add(key)

    def __contains__(self, point: Coordinate) -> bool:
        """Whether many rows lie on `point`, or it merely stands for the district or a town."""
        key = (point.lng, point.lat)
        if key in self._many or (round(point.lng, 6), round(point.lat, 6)) in self._defaults:
            return True
        share = max(LEAST, self._rows * SHARE)
        return self._rows <= _SHORT and self._first[key] >= share


class MapSystem:
    """Whether coordinates that are given as WGS-84 look like those of Chinese maps (GCJ-02).

    The two lie some 500 m apart. Near the boundary it shows: read as GCJ-02, points come to lie
    inside the district that would else lie outside; or the headers name the map themselves.
    """

    def __init__(self, header: Sequence[str]) -> None:
        self._named = any(_MAP_NAMES.search(label) for label in header)
        self._boundary = district_area().boundary
        self._seen = self._moved_in = self._moved_out = 0

    def see(self, point: Coordinate) -> None:
        """Look at one point."""
        self._seen += 1
        if not self._boundary:
            return
        as_given = contains(self._boundary, point)
        if as_given != contains(self._boundary, wgs84_from_gcj02(point.lng, point.lat)):
            self._moved_out += as_given
            self._moved_in += not as_given

    @property
    def is_suspect(self) -> bool:
        gain = self._moved_in - self._moved_out
        return bool(self._seen) and (self._named or gain >= max(3, self._seen * 0.01))
