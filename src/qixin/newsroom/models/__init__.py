from qixin.newsroom.models.clips import Clip
from qixin.newsroom.models.coverage import CoverageItem, CoverageResult, Deliverable, Outing
from qixin.newsroom.models.live import LiveChannel, LiveCorrection, LiveEntry
from qixin.newsroom.models.notices import PublicNotice
from qixin.newsroom.models.pages import Column, Home, Topic
from qixin.newsroom.models.pictures import Picture, PictureRendition
from qixin.newsroom.models.placements import Outlet, Placement
from qixin.newsroom.models.remarks import Override, Remark
from qixin.newsroom.models.reviews import Review, ReviewTurn
from qixin.newsroom.models.search import PublicText
from qixin.newsroom.models.stories import Story, StorySource

__all__ = [
    "Clip",
    "Column",
    "CoverageItem",
    "CoverageResult",
    "Deliverable",
    "Home",
    "LiveChannel",
    "LiveCorrection",
    "LiveEntry",
    "Outing",
    "Outlet",
    "Override",
    "Picture",
    "PictureRendition",
    "Placement",
    "PublicNotice",
    "PublicText",
    "Remark",
    "Review",
    "ReviewTurn",
    "Story",
    "StorySource",
    "Topic",
]
