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


class ReviewStep(models.TextChoices):
    """The three reviews, in their order."""

    FIRST = "first", _("First review")
    SECOND = "second", _("Second review")
    FINAL = "final", _("Final review")


class ReviewState(models.TextChoices):
    """Where a round of reviews stands: at a step, or over."""

    FIRST = "first", _("Waits for the first review")
    SECOND = "second", _("Waits for the second review")
    FINAL = "final", _("Waits for the final review")
    APPROVED = "approved", _("Approved three times")
    ENDED = "ended", pgettext_lazy("review", "Sent back or called off")


class RemarkKind(models.TextChoices):
    """What a reviewer marks at a passage: a remark in words, or a mark of the proofreader's."""

    REMARK = "remark", pgettext_lazy("proofreading", "Remark")
    DELETION = "deletion", pgettext_lazy("proofreading", "Delete")
    INSERTION = "insertion", pgettext_lazy("proofreading", "Insert after it")
    REPLACEMENT = "replacement", pgettext_lazy("proofreading", "Replace by")


class RemarkWeight(models.TextChoices):
    """Whether the final review waits for it."""

    MUST = "must", _("Must be settled before the final review")
    SHOULD = "should", _("A suggestion")


class RemarkState(models.TextChoices):
    OPEN = "open", pgettext_lazy("remark", "Open")
    SETTLED = "settled", pgettext_lazy("remark", "Settled")


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


class StopKind(models.TextChoices):
    """What keeps a version from going out."""

    PERSONAL_DATA = "personal_data", _("Personal data")
    PICTURE = "picture", _("Credit or rights of a picture")
    CLAIM = "claim", _("A claim not yet verified")
    NOTICE = "notice", _("No notice to the readers")


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
