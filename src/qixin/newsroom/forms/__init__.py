"""What people fill in: the back office's form of a story, and the review page's."""

from qixin.newsroom.forms.reviews import ApprovalForm, NoticeForm, RemarkForm
from qixin.newsroom.forms.stories import StoryForm, sentence

__all__ = ["ApprovalForm", "NoticeForm", "RemarkForm", "StoryForm", "sentence"]
