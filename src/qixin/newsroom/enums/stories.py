from django.db import models
from django.utils.translation import gettext_lazy as _


class StoryState(models.TextChoices):
    """Where a story stands; read from Wagtail's own columns, never stored twice."""

    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("Waiting for approval")
    SCHEDULED = "scheduled", _("Approved, goes out later")
    PUBLISHED = "published", _("Published")
    DROPPED = "dropped", _("Taken off the site")
