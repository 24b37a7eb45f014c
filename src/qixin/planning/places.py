"""Places on the ground: degrees to plane metres, and distances over a sphere."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

EARTH_METRES = 6_371_008.8  # mean radius, IUGG

Floats = npt.NDArray[np.float64]


def plane(degrees: Floats) -> Floats:
    """Longitude and latitude, shape (n, 2), as metres east and north of their middle.

    An equirectangular map: within 60 km of the middle, at latitudes below 55°, distances are right
    to about 1%, and the nearer the better.
    """
    degrees = np.asarray(degrees, dtype=np.float64)
    middle = (degrees.min(axis=0) + degrees.max(axis=0)) / 2
    radians = np.radians(degrees - middle)
    radians[:, 0] *= np.cos(np.radians(middle[1]))
    metres: Floats = radians * EARTH_METRES
    return metres


def great_circle(degrees: Floats) -> Floats:
    """All distances in metres between longitudes and latitudes of shape (n, 2), by haversine."""
    radians = np.radians(np.asarray(degrees, dtype=np.float64))
    longitude, latitude = radians[:, 0], radians[:, 1]
    half = np.sin((latitude[:, None] - latitude[None, :]) / 2) ** 2
    across = np.sin((longitude[:, None] - longitude[None, :]) / 2) ** 2
    half += np.cos(latitude)[:, None] * np.cos(latitude)[None, :] * across
    metres: Floats = 2 * EARTH_METRES * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    return metres
