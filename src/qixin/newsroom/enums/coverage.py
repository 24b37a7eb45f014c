from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CoverageState(models.TextChoices):
    """Where a planned piece of coverage stands."""

    PLANNED = "planned", pgettext_lazy("coverage", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("coverage", "Reporters out")
    BACK = "back", pgettext_lazy("coverage", "Back, pieces to come")
    DELIVERED = "delivered", pgettext_lazy("coverage", "Delivered")
    CANCELLED = "cancelled", pgettext_lazy("coverage", "Cancelled")


# Where something is still to be done.
OPEN_COVERAGE = (CoverageState.PLANNED, CoverageState.UNDER_WAY, CoverageState.BACK)


class Protection(models.TextChoices):
    """What whoever goes there has to wear."""

    NONE = "none", _("No special protection")
    BASIC = "basic", _("Mask and distance")
    FULL = "full", _("Isolation area: full protection")


class PieceKind(models.TextChoices):
    TEXT = "text", pgettext_lazy("piece", "Text")
    PHOTO = "photo", pgettext_lazy("piece", "Photos")
    CLIP = "clip", pgettext_lazy("piece", "Clips")
    LIVE = "live", pgettext_lazy("piece", "Live")
