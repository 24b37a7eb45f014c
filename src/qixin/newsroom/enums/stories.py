"""Where a story stands, what it claims and shows, and what readers are told of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StoryState(models.TextChoices):
    """Where a story stands; read from Wagtail's own columns, never stored twice."""

    DRAFT = "draft", _("Draft")
    WAITING = "waiting", pgettext_lazy("story", "In review")
    SCHEDULED = "scheduled", _("Approved, goes out later")
    PUBLISHED = "published", _("Published")
    DROPPED = "dropped", _("Taken off the site")


class ClaimState(models.TextChoices):
    """Whether a story says something that nobody has verified yet."""

    NONE = "none", _("No claim to verify")
    UNVERIFIED = "unverified", _("Contains a claim not yet verified")
    VERIFIED = "verified", _("The claim is verified")


class PictureRights(models.TextChoices):
    """By what right a picture is shown."""

    UNKNOWN = "unknown", pgettext_lazy("picture rights", "Not known yet")
    OWN = "own", pgettext_lazy("picture rights", "Taken by our own staff")
    CONSENT = "consent", pgettext_lazy("picture rights", "Sent in with consent")
    LICENSED = "licensed", pgettext_lazy("picture rights", "Licensed or bought")


class NoticeKind(models.TextChoices):
    """What readers are told for good about a published story."""

    CORRECTION = "correction", pgettext_lazy("notice to readers", "Correction")
    UPDATE = "update", pgettext_lazy("notice to readers", "Update")
    WITHDRAWAL = "withdrawal", pgettext_lazy("notice to readers", "Withdrawn")


class NoticeState(models.TextChoices):
    """A notice waits with its version, and stays once that has gone out."""

    PENDING = "pending", _("Goes out with the version")
    PUBLIC = "public", _("Stands on the page")
    DROPPED = "dropped", pgettext_lazy("notice to readers", "Dropped")


class DeskList(models.TextChoices):
    """The lists of the newsroom's page, in their order."""

    FOR_ME = "for-me", _("For you to review")
    WAITING = "waiting", _("In review by others")
    MINE = "mine", _("My stories in progress")
    IN_CHARGE = "in-charge", _("In progress in my columns")
    SCHEDULED = "scheduled", _("Approved, going out later")
    PUBLISHED = "published", _("Published today")
