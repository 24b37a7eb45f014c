"""News that this room sends upward, after the change is committed."""

from django.dispatch import Signal

# sender=Story, story=…, since=…: it is on the public site; again after each new version. Lists are
# as they were up to the moment `since`; None: nobody knows.
story_published = Signal()
# sender=Story, story=…, since=…: it was taken off the public site
story_unpublished = Signal()
# sender=Column or Topic, page=…: lists that hold it have to be written anew
section_changed = Signal()
