from qixin.newsroom.models.builds import SiteBuild
from qixin.newsroom.models.calls import CallEntry, CallOut, GalleryPicture
from qixin.newsroom.models.clips import Clip
from qixin.newsroom.models.coverage import CoverageItem, CoverageResult, Deliverable, Outing
from qixin.newsroom.models.evidence_files import EvidenceFile
from qixin.newsroom.models.flags import Flag
from qixin.newsroom.models.lists_due import ListDue
from qixin.newsroom.models.live import LiveChannel, LiveCorrection, LiveEntry
from qixin.newsroom.models.messages import Like, ReaderMessage
from qixin.newsroom.models.news import PublicNews
from qixin.newsroom.models.notices import PublicNotice
from qixin.newsroom.models.pages import Column, Home, Topic
from qixin.newsroom.models.pictures import Picture, PictureRendition
from qixin.newsroom.models.placements import Outlet, Placement
from qixin.newsroom.models.remarks import Override, Remark
from qixin.newsroom.models.reviews import Review, ReviewTurn
from qixin.newsroom.models.rumours import Answer, Evidence, Rumour, RumourStory, Sighting
from qixin.newsroom.models.search import PublicText, SearchChange
from qixin.newsroom.models.stories import Story, StorySource

__all__ = [
    "Answer",
    "CallEntry",
    "CallOut",
    "Clip",
    "Column",
    "CoverageItem",
    "CoverageResult",
    "Deliverable",
    "Evidence",
    "EvidenceFile",
    "Flag",
    "GalleryPicture",
    "Home",
    "Like",
    "ListDue",
    "LiveChannel",
    "LiveCorrection",
    "LiveEntry",
    "Outing",
    "Outlet",
    "Override",
    "Picture",
    "PictureRendition",
    "Placement",
    "PublicNews",
    "PublicNotice",
    "PublicText",
    "ReaderMessage",
    "Remark",
    "Review",
    "ReviewTurn",
    "Rumour",
    "RumourStory",
    "SearchChange",
    "Sighting",
    "SiteBuild",
    "Story",
    "StorySource",
    "Topic",
]
