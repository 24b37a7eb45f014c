"""Ways over the ground where nobody has measured them: great circle × detour, at a mean speed."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from qixin.planning.errors import NumbersMissing, ProblemError
from qixin.planning.places import great_circle

Ints = npt.NDArray[np.int64]
DETOUR = 1.3  # roads are about so much longer than the straight way
SPEED = 8.0  # metres a second, some 29 km/h


def ways(
    degrees: object, *, detour: float = DETOUR, speed: float = SPEED, names: Sequence[str] = ()
) -> tuple[Ints, Ints]:
    """Metres and seconds between points by great circle × `detour`, at `speed` metres a second.

    `degrees`: longitude and latitude, shape (n, 2); `names[k]`: what stands on row k. Raises
    NumbersMissing where a point has a hole, ProblemError where it lies off the globe, or detour or
    speed make no sense; both name what stands there.
    """
    _sensible(detour, "detour", 1.0)
    _sensible(speed, "speed", 0.0)
    metres = np.rint(great_circle(points(degrees, names)) * detour)
    return metres.astype(np.int64), np.rint(metres / speed).astype(np.int64)


def points(degrees: object, names: Sequence[str]) -> npt.NDArray[np.float64]:
    """Longitudes and latitudes, each of them on the globe."""
    told = enumerate(_rows(degrees))
    kept = np.array([_numbers(point, _name(row, names)) for row, point in told])
    if not kept.size:
        raise ProblemError("there are none", item="degrees")
    off = (np.abs(kept) > (180.0, 90.0)).any(axis=1)
    if off.any():
        row = int(off.argmax())
        raise ProblemError(
            f"{kept[row, 0]:g}, {kept[row, 1]:g} is no longitude and latitude",
            item=_name(row, names),
        )
    return kept


def _rows(degrees: object) -> Sequence[object]:
    if isinstance(degrees, np.ndarray):
        # what a mask hides is a hole, not what lies below it
        kept = np.ma.filled(degrees.astype(np.float64), np.nan)
        told: list[object] = kept.tolist() if kept.ndim else []
        return told
    return degrees if isinstance(degrees, Sequence) else []


def _numbers(point: object, name: str) -> tuple[float, float]:
    try:
        longitude, latitude = (float(figure) for figure in point)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        raise NumbersMissing(f"has no longitude and latitude, but {point!r}", item=name) from None
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise NumbersMissing(f"has no longitude and latitude, but {point!r}", item=name)
    return longitude, latitude


def _name(row: int, names: Sequence[str]) -> str:
    return names[row] if row < len(names) and names[row] else f"row {row}"


def _sensible(figure: float, what: str, least: float) -> None:
    if not (math.isfinite(figure) and figure >= least and figure > 0):
        told = f"at least {least:g}" if least else "above 0"
        raise ProblemError(f"must be a number {told}, not {figure}", item=what)
