from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MemberState(models.TextChoices):
    PENDING = "pending", _("Waiting for confirmation")
    ACTIVE = "active", _("In the group")
    DECLINED = "declined", _("Declined")
    LEFT = "left", _("Left")


class Source(models.TextChoices):
    APP = "app", _("Correspondent")
    PUBLIC = "public", _("Public site")
    PORTAL = "portal", _("Enterprise's own page")
    PHONE = "phone", _("Telephone desk")
    VISIT = "visit", _("Visit")
    OPEN311 = "open311", _("Open311")
    API = "api", _("Interface")
    IMPORT = "import", _("Import")


class ReportState(models.TextChoices):
    RECEIVED = "received", _("Received")
    TRIAGED = "triaged", _("Passed on")
    MERGED = "merged", _("Merged")
    FILED = "filed", _("Filed")


class Urgency(models.IntegerChoices):
    NORMAL = 0, _("Normal")
    URGENT = 1, _("Urgent")
    EMERGENCY = 2, _("Emergency")


class Precision(models.TextChoices):
    """How far the coordinates of a report can be trusted."""

    EXACT = "exact", _("Exact place")
    AREA = "area", _("Only the area is known")
    SHARED = "shared", _("A default point shared by many")
    OUTSIDE = "outside", _("Outside the district")
    NONE = "none", _("No place")


class AttachmentKind(models.TextChoices):
    IMAGE = "image", _("Photo")
    CLIP = "clip", _("Clip")


class AttachmentState(models.TextChoices):
    RECEIVED = "received", _("Being prepared")
    READY = "ready", _("Ready")
    DAMAGED = "damaged", _("Damaged")
    REFUSED = "refused", _("Cannot be shown")


class Decision(models.TextChoices):
    """What a triage editor decides about a report."""

    STORY = "story", _("To a story")
    CASE = "case", _("To a case")
    RUMOUR = "rumour", _("To a rumour")
    MERGE = "merge", _("Merge")
    FILE = "file", _("File away")
    DESK = "desk", _("Dealt with by the newsroom")


class Outcome(models.TextChoices):
    """What became of a report, as its sender reads it. The giver of the news names the outcome."""

    STORY_DRAFTED = "story_drafted", _("Being edited for a story")
    STORY_PUBLISHED = "story_published", _("Used in the story")
    STORY_PLACED = "story_placed", _("Used by another medium")
    STORY_DROPPED = "story_dropped", _("The story was not published")
    CASE_OPENED = "case_opened", _("Became a case")
    CASE_ASKED = "case_asked", _("The department asks you for more")
    CASE_ANSWERED = "case_answered", _("The case was answered")
    CASE_SENT_BACK = "case_sent_back", _("Sent back to the department")
    CASE_CONFIRMED = "case_confirmed", _("Settled, confirmed by the sender")
    CASE_CLOSED = "case_closed", _("The case was closed")
    MESSAGE_ANSWERED = "message_answered", _("Answered by the newsroom")
    MESSAGE_SHOWN = "message_shown", _("Shown to the readers")
    MESSAGE_ENDED = "message_ended", _("Read by the newsroom; not shown")
    RUMOUR_OPENED = "rumour_opened", _("Being checked as a rumour")
    RUMOUR_ANSWERED = "rumour_answered", _("Answered in public")
    RUMOUR_CLOSED = "rumour_closed", _("No public answer stands")
    MERGED = "merged", _("Merged into another report")
    FILED = "filed", _("Filed")


class Satisfaction(models.IntegerChoices):
    """What the sender says with the confirmation."""

    NOT_SATISFIED = 1, _("Not satisfied")
    SATISFIED = 2, _("Satisfied")
    VERY_SATISFIED = 3, _("Very satisfied")


class PicturesUse(models.TextChoices):
    """What the sender said about publishing the photos and clips."""

    UNSAID = "unsaid", pgettext_lazy("photos", "Nothing said")
    ALLOWED = "allowed", pgettext_lazy("photos", "May be published")
    WITHDRAWN = "refused", pgettext_lazy("photos", "No longer to be published")


class Purpose(models.TextChoices):
    """What somebody writes for, at a page of ours that they read."""

    MESSAGE = "message", pgettext_lazy("purpose", "Message to the desk")
    OFFER = "offer", pgettext_lazy("purpose", "I can help")
    NEED = "need", pgettext_lazy("purpose", "I need help")
    ENTRY = "entry", pgettext_lazy("purpose", "Sent in for a call-out")


class Consent(models.TextChoices):
    """Whether what was sent may be shown to everybody."""

    NONE = "none", pgettext_lazy("consent", "Not to be shown")
    GIVEN = "given", pgettext_lazy("consent", "May be shown")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "Withdrawn by the sender")


class FilingReason(models.TextChoices):
    INFORMATION = "information", _("Noted for information")
    DUPLICATE = "duplicate", _("Already reported")
    OUTSIDE = "outside", _("Outside the district; please call the service there")
    UNCLEAR = "unclear", _("Too little to go on; please send again with place and details")
    NOT_RELEVANT = "not_relevant", _("Not something that the district can act on")
    RUMOUR = "rumour", _("Checked and found untrue")


class LabelKind(models.TextChoices):
    COLUMN = "column", _("Column")
    SERVICE = "service", _("Service")
