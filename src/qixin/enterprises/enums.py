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


class ChecklistUse(models.TextChoices):
    INSPECTION = "inspection", pgettext_lazy("checklist", "Inspections")
    VISIT = "visit", pgettext_lazy("checklist", "Visits of named officers")


class VersionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("checklist", "Draft")
    PUBLISHED = "published", pgettext_lazy("checklist", "In use")
    WITHDRAWN = "withdrawn", pgettext_lazy("checklist", "Withdrawn")


class Severity(models.TextChoices):
    """How grave a hazard is: a major one keeps an enterprise from working until it is cleared."""

    MINOR = "minor", pgettext_lazy("hazard", "Ordinary")
    MAJOR = "major", pgettext_lazy("hazard", "Major")


class ItemVerdict(models.TextChoices):
    """What was found about one item of a checklist."""

    OK = "ok", pgettext_lazy("checklist item", "In order")
    NOT_OK = "not_ok", pgettext_lazy("checklist item", "Not in order")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("checklist item", "Does not apply")


class InspectionState(models.TextChoices):
    SCHEDULED = "scheduled", pgettext_lazy("inspection", "Scheduled")
    DONE = "done", pgettext_lazy("inspection", "Done")
    CALLED_OFF = "called_off", pgettext_lazy("inspection", "Called off")


class HazardState(models.TextChoices):
    OPEN = "open", pgettext_lazy("hazard", "To be mended")
    MENDED = "mended", pgettext_lazy("hazard", "Reported mended")
    CLEARED = "cleared", pgettext_lazy("hazard", "Cleared")
    DROPPED = "dropped", pgettext_lazy("hazard", "Dropped")


class StepKind(models.TextChoices):
    """What happened to a hazard, as its course tells it."""

    FOUND = "found", pgettext_lazy("hazard", "Found")
    MENDED = "mended", pgettext_lazy("hazard", "The enterprise reported it mended")
    CLEARED = "cleared", pgettext_lazy("hazard", "Inspected again: cleared")
    NOT_CLEARED = "not_cleared", pgettext_lazy("hazard", "Inspected again: not cleared")
    EXTENDED = "extended", pgettext_lazy("hazard", "The deadline was extended")
    DROPPED = "dropped", pgettext_lazy("hazard", "Dropped: it was no hazard")
    ESCALATED = "escalated", pgettext_lazy("hazard", "Overdue: told upward")


class EscalationStep(models.IntegerChoices):
    """Whom an overdue hazard has reached."""

    OFFICER = 1, pgettext_lazy("escalation", "Inspector and named officer")
    DECIDERS = 2, pgettext_lazy("escalation", "Those who decide in the unit")
    COMMANDER = 3, pgettext_lazy("escalation", "Duty commander")


class PhotoState(models.TextChoices):
    AWAITED = "awaited", pgettext_lazy("photo", "Still on the telephone")
    READY = "ready", pgettext_lazy("photo", "Ready")
    REFUSED = "refused", pgettext_lazy("photo", "Could not be taken")


class PromiseBy(models.TextChoices):
    ENTERPRISE = "enterprise", pgettext_lazy("promise", "The enterprise")
    OFFICER = "officer", pgettext_lazy("promise", "The named officer")
    UNIT = "unit", pgettext_lazy("promise", "The unit that looks after it")


class PromiseState(models.TextChoices):
    OPEN = "open", pgettext_lazy("promise", "Open")
    KEPT = "kept", pgettext_lazy("promise", "Kept")
    BROKEN = "broken", pgettext_lazy("promise", "Broken")


class AskedKind(models.TextChoices):
    QUESTION = "question", pgettext_lazy("visit", "Question")
    NEED = "need", pgettext_lazy("visit", "Need")


class RiskTerm(models.TextChoices):
    """What a score is made of; each has its weights in `RiskWeight`."""

    INDUSTRY = "industry", pgettext_lazy("risk", "Industry")
    TAG = "tag", pgettext_lazy("risk", "Tag")
    IDLE = "idle", pgettext_lazy("risk", "Days idle")
    HEADCOUNT = "headcount", pgettext_lazy("risk", "Headcount")
    MINOR = "minor", pgettext_lazy("risk", "Open ordinary hazards")
    MAJOR = "major", pgettext_lazy("risk", "Open major hazards")
    OVERDUE = "overdue", pgettext_lazy("risk", "Overdue hazards")
    INSPECTED = "inspected", pgettext_lazy("risk", "Days since the last inspection")
    NEVER = "never", pgettext_lazy("risk", "Never inspected")
