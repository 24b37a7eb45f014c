from qixin.newsroom.models.notices import PublicNotice
from qixin.newsroom.models.pages import Column, Home, Topic
from qixin.newsroom.models.pictures import Picture, PictureRendition
from qixin.newsroom.models.remarks import Override, Remark
from qixin.newsroom.models.reviews import Review, ReviewTurn
from qixin.newsroom.models.search import PublicText
from qixin.newsroom.models.stories import Story, StorySource

__all__ = [
    "Column",
    "Home",
    "Override",
    "Picture",
    "PictureRendition",
    "PublicNotice",
    "PublicText",
    "Remark",
    "Review",
    "ReviewTurn",
    "Story",
    "StorySource",
    "Topic",
]
