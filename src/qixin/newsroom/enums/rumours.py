from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RumourState(models.TextChoices):
    """Where the work on a rumour stands; what readers see is an answer's state."""

    COLLECTING = "collecting", pgettext_lazy("rumour", "Evidence is collected")
    ANSWERED = "answered", pgettext_lazy("rumour", "Answered in public")
    WITHDRAWN = "withdrawn", pgettext_lazy("rumour", "Answer withdrawn")
    FILED = "filed", pgettext_lazy("rumour", "Not answered")


class AnswerState(models.TextChoices):
    """Where one wording of a rumour's answer stands."""

    PROPOSED = "proposed", pgettext_lazy("answer", "Waits for verification")
    RETURNED = "returned", pgettext_lazy("answer", "Returned")
    VERIFIED = "verified", pgettext_lazy("answer", "Verified, not yet published")
    PUBLISHED = "published", pgettext_lazy("answer", "Stands in public")
    SUPERSEDED = "superseded", pgettext_lazy("answer", "Replaced by a correction")
    WITHDRAWN = "withdrawn", pgettext_lazy("answer", "Withdrawn")


# Somebody has still to act on it.
IN_WORK = (AnswerState.PROPOSED, AnswerState.VERIFIED)


class Verdict(models.TextChoices):
    """What the newsroom says of a claim."""

    TRUE = "true", pgettext_lazy("verdict", "True")
    FALSE = "false", pgettext_lazy("verdict", "False")
    MISLEADING = "misleading", pgettext_lazy("verdict", "Misleading")
    UNPROVEN = "unproven", pgettext_lazy("verdict", "Unproven")


class Channel(models.TextChoices):
    """Where a claim goes round."""

    GROUP = "group", pgettext_lazy("channel of a rumour", "Chat group")
    MOMENTS = "moments", pgettext_lazy("channel of a rumour", "Moments")
    CLIP = "clip", pgettext_lazy("channel of a rumour", "Short video")
    SOCIAL = "social", pgettext_lazy("channel of a rumour", "Weibo, forums")
    MOUTH = "mouth", pgettext_lazy("channel of a rumour", "Word of mouth")
    PHONE = "phone", pgettext_lazy("channel of a rumour", "Telephone, text message")
    OTHER = "other", pgettext_lazy("channel of a rumour", "Elsewhere")


class EvidenceKind(models.TextChoices):
    """How something was found out."""

    DOCUMENT = "document", _("Document")
    STATEMENT = "statement", _("Statement of an authority")
    VISIT = "visit", _("Own visit")
    CALL = "call", _("Telephone call")
