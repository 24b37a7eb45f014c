"""What this room's columns may hold."""

from qixin.newsroom.enums.coverage import OPEN_COVERAGE, CoverageState, PieceKind, Protection
from qixin.newsroom.enums.placements import (
    OutletKind,
    OutletLevel,
    PackageFormat,
    PlacementState,
)
from qixin.newsroom.enums.stories import (
    StoryState,
)

__all__ = [
    "OPEN_COVERAGE",
    "CoverageState",
    "OutletKind",
    "OutletLevel",
    "PackageFormat",
    "PieceKind",
    "PlacementState",
    "Protection",
    "StoryState",
]
