from qixin.newsroom.models.approval import ApprovalByAnother
from qixin.newsroom.models.coverage import CoverageItem, CoverageResult, Deliverable, Outing
from qixin.newsroom.models.pages import Column, Home, Topic
from qixin.newsroom.models.pictures import Picture, PictureRendition
from qixin.newsroom.models.placements import Outlet, Placement
from qixin.newsroom.models.stories import Story, StorySource

__all__ = [
    "ApprovalByAnother",
    "Column",
    "CoverageItem",
    "CoverageResult",
    "Deliverable",
    "Home",
    "Outing",
    "Outlet",
    "Picture",
    "PictureRendition",
    "Placement",
    "Story",
    "StorySource",
    "Topic",
]
