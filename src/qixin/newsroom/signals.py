"""News that this room sends upward, after the change is committed."""

from django.dispatch import Signal

# sender=Story, story=…: it is on the public site; again after each new version
story_published = Signal()
# sender=Story, story=…: it was taken off the public site
story_unpublished = Signal()
# sender=Column or Topic, page=…: lists that hold it have to be written anew
section_changed = Signal()
