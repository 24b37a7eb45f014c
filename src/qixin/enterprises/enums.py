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
