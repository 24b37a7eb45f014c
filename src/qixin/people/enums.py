from django.db import models
from django.utils.translation import gettext_lazy as _


class AreaLevel(models.TextChoices):
    DISTRICT = "district", _("District")
    TOWN = "town", _("Town or subdistrict")
    COMMUNITY = "community", _("Community or village")


class UnitKind(models.TextChoices):
    DEPARTMENT = "department", _("Government department")
    TOWN = "town", _("Town government or subdistrict office")
    INSTITUTION = "institution", _("Public institution")
    ENTERPRISE = "enterprise", _("Enterprise")
    MEDIA = "media", _("Media")
    OTHER = "other", _("Other")


class Role(models.TextChoices):
    """What somebody may be within a scope. A resident needs no account and so no role."""

    CORRESPONDENT = "correspondent", _("Correspondent")
    MEMBER = "member", _("Member")
    ENTERPRISE_CONTACT = "enterprise_contact", _("Enterprise contact")
    OFFICER = "officer", _("Department officer")
    UNIT_COORDINATOR = "unit_coordinator", _("Unit coordinator")
    COMMUNITY_COORDINATOR = "community_coordinator", _("Community coordinator")
    TRIAGE_EDITOR = "triage_editor", _("Triage editor")
    EDITOR = "editor", _("Editor")
    REVIEWER = "reviewer", _("Reviewer")
    CHIEF_EDITOR = "chief_editor", _("Chief editor")
    COMMANDER = "commander", _("Duty commander")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class RegistrationState(models.TextChoices):
    CLAIMED = "claimed", _("Waiting for the community")
    CONFIRMED = "confirmed", _("Registered")
    ENDED = "ended", _("Ended")
