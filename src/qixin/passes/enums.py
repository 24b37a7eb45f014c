from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PassState(models.TextChoices):
    """Where a pass stands. That it is over, or not yet valid, is no state: the clock says it."""

    REQUESTED = "requested", pgettext_lazy("pass", "Asked for")
    ISSUED = "issued", pgettext_lazy("pass", "Issued")
    REFUSED = "refused", pgettext_lazy("pass", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("pass", "Withdrawn by the applicant")
    REVOKED = "revoked", pgettext_lazy("pass", "Revoked")


class PassClass(models.IntegerChoices):
    """What a vehicle is let through for; the number stands in the token."""

    GOODS = 1, _("Goods and materials")
    SUPPLIES = 2, _("Emergency and daily supplies")
    COMMUTING = 3, _("Staff bus")
    SERVICE = 4, _("Public service")


class KeyState(models.TextChoices):
    """Whether a signing key is trusted; whether it is the one that signs, the clock says."""

    STANDING = "standing", pgettext_lazy("signing key", "Trusted")
    WITHDRAWN = "withdrawn", pgettext_lazy("signing key", "Withdrawn")


class LinkState(models.TextChoices):
    """Whether a driver's link opens; that its pass is over or revoked, the pass says."""

    STANDING = "standing", pgettext_lazy("driver's link", "In use")
    WITHDRAWN = "withdrawn", pgettext_lazy("driver's link", "Withdrawn")


class Direction(models.TextChoices):
    IN = "in", _("Into the district")
    OUT = "out", _("Out of the district")
    TURNED_BACK = "turned_back", _("Turned back")


class Reason(models.TextChoices):
    """What checking a token came to: it is valid, or the one reason why it is not."""

    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    NOT_YET_VALID = "not_yet_valid", _("Not yet valid")
    REVOKED = "revoked", pgettext_lazy("pass", "Revoked")
    WRONG_SIGNATURE = "wrong_signature", _("Wrong signature: forged or altered")
    UNKNOWN_KEY = "unknown_key", _("Signed with a key that is not known here")
    WRONG_TAG = "wrong_tag", _("Another kind of code")
    NOT_OURS = "not_ours", _("Not one of our passes")
    UNREADABLE = "unreadable", _("Unreadable")
    LIST_TOO_OLD = "list_too_old", _("The list of revoked passes is too old to trust")


class Outcome(models.TextChoices):
    """What became of one passage that another system sent; read by programs."""

    STORED = "stored"
    KNOWN = "known"
    REFUSED = "refused"


# A request or a pass for the same vehicle and days stands in the way of another one.
STANDING_STATES = (PassState.REQUESTED, PassState.ISSUED)
