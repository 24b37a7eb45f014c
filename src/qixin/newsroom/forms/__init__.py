"""What people fill in: the back office's form of a story, and the review page's."""

from qixin.newsroom.forms.reviews import ApprovalForm, EmbargoForm, NoticeForm, RemarkForm
from qixin.newsroom.forms.stories import StoryForm, sentence

__all__ = ["ApprovalForm", "EmbargoForm", "NoticeForm", "RemarkForm", "StoryForm", "sentence"]
