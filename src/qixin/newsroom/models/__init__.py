from qixin.newsroom.models.approval import ApprovalByAnother
from qixin.newsroom.models.pages import Column, Home, Topic
from qixin.newsroom.models.pictures import Picture, PictureRendition
from qixin.newsroom.models.stories import Story, StorySource

__all__ = [
    "ApprovalByAnother",
    "Column",
    "Home",
    "Picture",
    "PictureRendition",
    "Story",
    "StorySource",
    "Topic",
]
