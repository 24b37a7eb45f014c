"""What open pages are told of."""

from django.db import models
from django.utils.translation import pgettext_lazy


class NewsKind(models.TextChoices):
    """What happened to a public page, as far as somebody who has it open would want to know."""

    STORY = "story", pgettext_lazy("news for open pages", "New story")
    CHANGED = "changed", pgettext_lazy("news for open pages", "Corrected or updated")
    GONE = "gone", pgettext_lazy("news for open pages", "Taken off")
    ENTRY = "entry", pgettext_lazy("news for open pages", "New entry")


class BuildState(models.TextChoices):
    """How far a writing of the whole public site has come."""

    RUNNING = "running", pgettext_lazy("public site", "Being written")
    DONE = "done", pgettext_lazy("public site", "Written")
    OVERTAKEN = "overtaken", pgettext_lazy("public site", "Begun anew before it ended")
