"""What this room's columns may hold."""

from qixin.newsroom.enums.coverage import (
    OPEN_COVERAGE,
    CoverageState,
    PieceKind,
    Protection,
)
from qixin.newsroom.enums.news import BuildState, NewsKind
from qixin.newsroom.enums.placements import (
    OutletKind,
    OutletLevel,
    PackageFormat,
    PlacementState,
)
from qixin.newsroom.enums.reviews import (
    RemarkKind,
    RemarkState,
    RemarkWeight,
    ReviewState,
    ReviewStep,
    StopKind,
)
from qixin.newsroom.enums.rumours import (
    IN_WORK,
    AnswerState,
    Channel,
    EvidenceKind,
    RumourState,
    Verdict,
)
from qixin.newsroom.enums.sections import (
    SHOWN_STATES,
    Colour,
    SectionState,
)
from qixin.newsroom.enums.stories import (
    ClaimState,
    DeskList,
    NoticeKind,
    NoticeState,
    PictureRights,
    StoryState,
)

__all__ = [
    "IN_WORK",
    "OPEN_COVERAGE",
    "SHOWN_STATES",
    "AnswerState",
    "BuildState",
    "Channel",
    "ClaimState",
    "Colour",
    "CoverageState",
    "DeskList",
    "EvidenceKind",
    "NewsKind",
    "NoticeKind",
    "NoticeState",
    "OutletKind",
    "OutletLevel",
    "PackageFormat",
    "PictureRights",
    "PieceKind",
    "PlacementState",
    "Protection",
    "RemarkKind",
    "RemarkState",
    "RemarkWeight",
    "ReviewState",
    "ReviewStep",
    "RumourState",
    "SectionState",
    "StopKind",
    "StoryState",
    "Verdict",
]
