"""The demo district's places: facts of the register, and approximate points for a map."""

from .places import (
    Boundary,
    Community,
    Town,
    boundary,
    communities,
    district_centre,
    towns,
)

__all__ = [
    "Boundary",
    "Community",
    "Town",
    "boundary",
    "communities",
    "district_centre",
    "towns",
]
