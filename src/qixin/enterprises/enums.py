from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Industry(models.TextChoices):
    """Sections of the national economy's industries, GB/T 4754-2017."""

    A = "A", _("Agriculture, forestry, animal husbandry and fishery")
    B = "B", _("Mining")
    C = "C", _("Manufacturing")
    D = "D", _("Electricity, heat, gas and water supply")
    E = "E", _("Construction")
    F = "F", _("Wholesale and retail")
    G = "G", _("Transport, storage and post")
    H = "H", _("Accommodation and catering")
    I = "I", _("Information technology")  # noqa: E741 the standard's own letter
    J = "J", _("Finance")
    K = "K", _("Real estate")
    L = "L", _("Leasing and business services")
    M = "M", _("Scientific research and technical services")
    N = "N", _("Water, environment and public facilities")
    O = "O", _("Residents' services and repair")  # noqa: E741 the standard's own letter
    P = "P", _("Education")
    Q = "Q", _("Health and social work")
    R = "R", _("Culture, sports and entertainment")
    S = "S", _("Public administration and organisations")
    T = "T", _("International organisations")


class FilingState(models.TextChoices):
    """Where a resumption filing stands. That its period is over is no state: the clock says it."""

    DRAFT = "draft", pgettext_lazy("filing", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("filing", "Waiting for review")
    RETURNED = "returned", pgettext_lazy("filing", "Returned with remarks")
    APPROVED = "approved", pgettext_lazy("filing", "Approved")
    SUSPENDED = "suspended", pgettext_lazy("filing", "Suspended")
    REPLACED = "replaced", pgettext_lazy("filing", "Replaced by a newer one")
    WITHDRAWN = "withdrawn", pgettext_lazy("filing", "Withdrawn")


# An enterprise has one filing in hand at most, and one that stands.
OPEN_FILINGS = (FilingState.DRAFT, FilingState.SUBMITTED, FilingState.RETURNED)
EDITED_FILINGS = (FilingState.DRAFT, FilingState.RETURNED)
STANDING_FILINGS = (FilingState.APPROVED, FilingState.SUSPENDED)


class FilingFileKind(models.TextChoices):
    COMMITMENT = "commitment", _("Commitment letter")
    SUPPLIES = "supplies", _("Photo of supplies")
    SITE_CHECK = "site_check", _("Self-check of the construction site")
    SYSTEMS_CHECK = "systems_check", _("Self-check of the three systems")
    OTHER = "other", pgettext_lazy("file", "Other material")


class Comparison(models.TextChoices):
    AT_LEAST = "ge", pgettext_lazy("comparison", "at least")
    AT_MOST = "le", pgettext_lazy("comparison", "at most")


class RuleWeight(models.TextChoices):
    """What a rule that does not hold does to a filing."""

    MUST = "must", _("must hold before it is submitted")
    SHOULD = "should", _("is shown to the reviewer")


class SupplyState(models.TextChoices):
    """Whether an offer or need is open. That its days are over is no state: the clock says it."""

    OPEN = "open", pgettext_lazy("supply", "Open")
    CLOSED = "closed", pgettext_lazy("supply", "Closed")


class Amount(models.TextChoices):
    KNOWN = "known", _("Amount known")
    UNKNOWN = "unknown", _("Needed, amount unknown")


class MatchState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("match", "Proposed")
    OFFER_AGREED = "offer_agreed", _("The offering side agrees")
    NEED_AGREED = "need_agreed", _("The needing side agrees")
    AGREED = "agreed", pgettext_lazy("match", "Agreed by both")
    DONE = "done", pgettext_lazy("match", "Delivered")
    FAILED = "failed", pgettext_lazy("match", "Failed")
    DECLINED = "declined", pgettext_lazy("match", "Declined")


# What these hold of an offer is no longer there for others.
HOLDING_MATCHES = (
    MatchState.PROPOSED, MatchState.OFFER_AGREED, MatchState.NEED_AGREED, MatchState.AGREED,
    MatchState.DONE,
)  # fmt: skip
# A second proposal of the same two stands in the way until the first one ends.
PENDING_MATCHES = HOLDING_MATCHES[:-1]
