"""The district drawn by its outline: no map server is asked, and it prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from qixin.people.selectors.places import district_area

# Of the drawing, in its own units; its height follows from the district.
WIDTH = 400.0
_MARGIN = 12.0


class Outline:
    """An equirectangular projection true to scale in the district's middle (WGS 84 degrees)."""

    def __init__(self, rings: Sequence[Sequence[Sequence[float]]]) -> None:
        self._rings = rings
        points = [point for ring in rings for point in ring]
        lngs, lats = [p[0] for p in points], [p[1] for p in points]
        self._west, self._north = min(lngs), max(lats)
        self._squeeze = cos(radians((min(lats) + max(lats)) / 2))
        wide = (max(lngs) - self._west) * self._squeeze or 1e-9
        self._scale = (WIDTH - 2 * _MARGIN) / wide
        self.height = round((self._north - min(lats)) * self._scale + 2 * _MARGIN, 1)

    @classmethod
    def of_district(cls) -> Outline | None:
        """None where nobody has given the district's outline."""
        rings = _rings(district_area().boundary)
        return cls(rings) if rings else None

    def place(self, lng: float, lat: float) -> tuple[float, float]:
        x = (lng - self._west) * self._squeeze * self._scale + _MARGIN
        return round(x, 1), round((self._north - lat) * self._scale + _MARGIN, 1)

    def holds(self, x: float, y: float) -> bool:
        """Whether a place is on the drawing at all."""
        return 0 <= x <= WIDTH and 0 <= y <= self.height

    @property
    def path(self) -> str:
        """As the `d` of an SVG path."""
        parts = []
        for ring in self._rings:
            points = [self.place(*point[:2]) for point in ring]
            parts.append("M" + "L".join(f"{x},{y}" for x, y in points) + "Z")
        return "".join(parts)


@dataclass(frozen=True)
class Numbered:
    """A place on the drawing, and its number in the list below it."""

    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Places:
    """The district's outline (an SVG path) with numbered places."""

    width: float
    height: float
    outline: str
    marks: list[Numbered]


def draw_places(points: Iterable[tuple[float, float]]) -> Places | None:
    """Longitudes and latitudes on the outline; None without one, or where none lies on it."""
    outline = Outline.of_district()
    if outline is None:
        return None
    places = [outline.place(*point) for point in points]
    marks = [Numbered(n, x, y) for n, (x, y) in enumerate(places, 1) if outline.holds(x, y)]
    return Places(WIDTH, outline.height, outline.path, marks) if marks else None


def _rings(boundary: dict[str, Any] | None) -> list[list[list[float]]]:
    """The outer rings of a GeoJSON Polygon or MultiPolygon."""
    if not boundary:
        return []
    kind, coordinates = boundary.get("type"), boundary.get("coordinates") or []
    if kind == "Polygon":
        return coordinates[:1]
    return [polygon[0] for polygon in coordinates] if kind == "MultiPolygon" else []
