from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Showing(models.TextChoices):
    """Where something stands that a reader sent in to be shown."""

    WAITING = "waiting", pgettext_lazy("showing", "Waits to be looked at")
    SHOWN = "shown", pgettext_lazy("showing", "Shown")
    HIDDEN = "hidden", pgettext_lazy("showing", "Hidden until somebody has looked")
    NOT_SHOWN = "not_shown", pgettext_lazy("showing", "Not shown")
    TAKEN_DOWN = "taken_down", pgettext_lazy("showing", "Taken down")
    WITHDRAWN = "withdrawn", pgettext_lazy("showing", "Withdrawn by the sender")


class CallState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("call-out", "Draft")
    OPEN = "open", pgettext_lazy("call-out", "Open")
    CLOSED = "closed", pgettext_lazy("call-out", "Closed")
    ARCHIVED = "archived", pgettext_lazy("call-out", "Archived")


class CallTakes(models.TextChoices):
    """What may be sent in."""

    TEXT = "text", _("Words")
    PICTURES = "pictures", _("Photos, with a few words")
    BOTH = "both", _("Words or photos")


class FlagState(models.TextChoices):
    """A reader's word that something should not stand there."""

    OPEN = "open", pgettext_lazy("flag", "Open")
    SETTLED = "settled", pgettext_lazy("flag", "Looked at")
