"""Towns, communities and the boundary of the demo district, read from the facts files beside.

Coordinates are WGS-84, longitude first, in degrees. See README.md for sources.
"""

import csv
import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

KM_PER_DEGREE = 111.195
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, slots=True)
class Town:
    """A town (镇) or subdistrict (街道). Its point and radius are approximations."""

    code: str
    name: str
    lng: float
    lat: float
    radius_km: float
    approximate: bool = True


@dataclass(frozen=True, slots=True)
class Community:
    """A community or village under its committee. Its point is an approximation."""

    code: str
    name: str
    town_code: str
    lng: float
    lat: float
    approximate: bool = True

    @property
    def short_name(self) -> str:
        """As people say it: 闻韶社区居委会 is 闻韶社区, 王朱村委会 is 王朱村."""
        for ending in ("社区居民委员会", "社区居委会"):
            if self.name.endswith(ending):
                return self.name.removesuffix(ending) + "社区"
        name = self.name.removesuffix("村委会").removesuffix("居委会")
        return name if name.endswith("村") else name + "村"


@dataclass(frozen=True, slots=True)
class Boundary:
    """The district's outline of 2019: one closed ring of (lng, lat)."""

    adcode: str
    name: str
    year: int
    ring: tuple[tuple[float, float], ...]

    def contains(self, lng: float, lat: float) -> bool:
        """Whether the point lies inside, by the even-odd rule."""
        inside = False
        for (x1, y1), (x2, y2) in zip(self.ring, self.ring[1:], strict=False):
            if (y1 > lat) != (y2 > lat) and lng < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                inside = not inside
        return inside


def offset(lng: float, lat: float, east_km: float, north_km: float) -> tuple[float, float]:
    """The point so many kilometres east and north, on a sphere, rounded to 5 decimals (1 m)."""
    scale = KM_PER_DEGREE * math.cos(math.radians(lat))
    return round(lng + east_km / scale, 5), round(lat + north_km / KM_PER_DEGREE, 5)


def district_centre() -> tuple[float, float]:
    """One default point of the district, as a careless geocoder returns it for any address."""
    return 118.30018, 36.81623


@cache
def boundary() -> Boundary:
    """The district's boundary."""
    raw = json.loads(_read("boundary.json"))
    ring = tuple((float(lng), float(lat)) for lng, lat in raw["ring"])
    return Boundary(adcode=raw["adcode"], name=raw["name"], year=raw["year"], ring=ring)


@cache
def towns() -> tuple[Town, ...]:
    """The 12 towns and subdistricts, by code."""
    return tuple(
        Town(
            code=row["code"],
            name=row["name"],
            lng=float(row["approx_lng"]),
            lat=float(row["approx_lat"]),
            radius_km=float(row["approx_radius_km"]),
        )
        for row in csv.DictReader(_read("towns.csv").splitlines())
    )


@cache
def communities() -> tuple[Community, ...]:
    """The 468 communities and villages, in the register's order."""
    by_town: dict[str, list[tuple[str, str]]] = {town.code: [] for town in towns()}
    for row in csv.DictReader(_read("communities.csv").splitlines()):
        by_town[row["town_code"]].append((row["code"], row["name"]))
    return tuple(
        Community(code=code, name=name, town_code=town.code, lng=lng, lat=lat)
        for town in towns()
        for (code, name), (lng, lat) in zip(
            by_town[town.code], _spread(town, len(by_town[town.code])), strict=True
        )
    )


def _spread(town: Town, count: int) -> list[tuple[float, float]]:
    """`count` points around a town in a sunflower's pattern, so that none falls on another.

    Widens until enough of them lie inside the boundary and in the town's own catchment.
    """
    outline = boundary()
    wanted = count
    while True:
        points = [_petal(town, number, wanted) for number in range(wanted)]
        kept = [p for p in points if outline.contains(*p) and _nearest_town(*p) is town]
        if len(kept) >= count:
            step = len(kept) / count
            return [kept[int(number * step)] for number in range(count)]
        wanted += max(1, count // 4)


def _petal(town: Town, number: int, total: int) -> tuple[float, float]:
    reach = town.radius_km * math.sqrt((number + 0.5) / total)
    # the wobble keeps the spiral from showing on a map
    reach *= 1 + 0.12 * math.sin(number * 12.9898)
    angle = number * GOLDEN_ANGLE + int(town.code[-3:])
    return offset(town.lng, town.lat, reach * math.cos(angle), reach * math.sin(angle))


def _nearest_town(lng: float, lat: float) -> Town:
    """The town in whose catchment a point lies: distances count relative to the town's size."""
    squeeze = math.cos(math.radians(lat))
    return min(
        towns(),
        key=lambda t: math.hypot((lng - t.lng) * squeeze, lat - t.lat) / t.radius_km,
    )


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
