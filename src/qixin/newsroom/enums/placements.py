from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OutletLevel(models.TextChoices):
    """How far a medium reaches."""

    CITY = "city", pgettext_lazy("level of media", "City")
    PROVINCE = "province", pgettext_lazy("level of media", "Province")
    NATION = "nation", pgettext_lazy("level of media", "Nation")
    OTHER = "other", pgettext_lazy("level of media", "Other districts")


class OutletKind(models.TextChoices):
    AGENCY = "agency", _("News agency")
    PAPER = "paper", _("Newspaper")
    BROADCAST = "broadcast", _("Radio and television")
    ONLINE = "online", _("Website or app")


class PackageFormat(models.TextChoices):
    """How a medium wants pieces."""

    WORD = "word", _("Word with pictures")
    NINJS = "ninjs", _("ninjs 3.1 with pictures")
    MAIL = "mail", _("Text in the e-mail, pictures attached")


class PlacementState(models.TextChoices):
    OFFERED = "offered", pgettext_lazy("placement", "Offered")
    TAKEN = "taken", pgettext_lazy("placement", "Taken")
    NOT_TAKEN = "not_taken", pgettext_lazy("placement", "Not taken")
    WITHDRAWN = "withdrawn", pgettext_lazy("placement", "Withdrawn")
