"""Topics and columns: where they stand, and how a column is coloured."""

from django.db import models
from django.utils.translation import pgettext_lazy


class SectionState(models.TextChoices):
    """Whether a topic or column takes stories, and where it is shown."""

    ACTIVE = "active", pgettext_lazy("section", "Open")
    PAUSED = "paused", pgettext_lazy("section", "Paused: takes no stories")
    ARCHIVED = "archived", pgettext_lazy("section", "Archived: only to be read")
    MERGED = "merged", pgettext_lazy("section", "Merged into another column")


class Colour(models.TextChoices):
    """Of a column; the public site's stylesheet has a tone of each for light and dark ground."""

    TEAL = "teal", pgettext_lazy("colour", "Teal")
    RED = "red", pgettext_lazy("colour", "Red")
    ORANGE = "orange", pgettext_lazy("colour", "Orange")
    YELLOW = "yellow", pgettext_lazy("colour", "Yellow")
    GREEN = "green", pgettext_lazy("colour", "Green")
    BLUE = "blue", pgettext_lazy("colour", "Blue")
    VIOLET = "violet", pgettext_lazy("colour", "Violet")
    PINK = "pink", pgettext_lazy("colour", "Pink")
    BROWN = "brown", pgettext_lazy("colour", "Brown")
    GREY = "grey", pgettext_lazy("colour", "Grey")


# What readers are led to.
SHOWN_STATES = (SectionState.ACTIVE, SectionState.PAUSED)
