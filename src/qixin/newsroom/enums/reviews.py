"""The three reviews, what reviewers mark, and what stops a version."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class StopKind(models.TextChoices):
    """What keeps a version from going out."""

    PERSONAL_DATA = "personal_data", _("Personal data")
    PICTURE = "picture", _("Credit or rights of a picture")
    CREDITS = "credits", _("Credits of the senders")
    CLAIM = "claim", _("A claim not yet verified")
    NOTICE = "notice", _("No notice to the readers")
