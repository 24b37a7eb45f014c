"""Who may see a photo or a clip."""

from __future__ import annotations

from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from qixin.core.errors import NotFound
from qixin.people.models import User
from qixin.people.permissions import scope
from qixin.reports.models import Attachment

RENDITIONS = ("web", "thumb")
_SALT = "reports.attachment"
# Seconds that a link handed out by another room works.
_LINK_AGE = 12 * 3600


def attachment_for(user: User, pk: int, *, permission: str = "reports.read") -> Attachment:
    """The attachment of one's own report, or of one within one's scope. Raises NotFound else."""
    allowed = scope(user, permission, area_field="report__town")
    if permission == "reports.read" and user.person_id is not None and allowed:
        allowed |= Q(report__sender=user.person_id)
    attachment = (
        Attachment.objects.filter(allowed, pk=pk).select_related("report", "report__town").first()
    )
    if attachment is None:
        raise NotFound(_("There is no such photo or clip, or none that you may see."))
    return attachment


def attachment_link(attachment: Attachment, which: str, *, user: User) -> str:
    """An address under which `user` alone sees this rendition for half a day.

    For the rooms above, which check in their own way that the user may see the report.
    """
    key = signing.dumps([attachment.pk, user.pk], salt=_SALT)
    return f"{reverse('reports:attachment', args=[attachment.pk, which])}?key={key}"


def attachment_by_link(user: User, pk: int, key: str) -> Attachment:
    """Raises NotFound where the key is wrong, too old, or somebody else's."""
    try:
        allowed = signing.loads(key, salt=_SALT, max_age=_LINK_AGE) == [pk, user.pk]
    except signing.BadSignature:
        allowed = False
    attachment = Attachment.objects.select_related("report").filter(pk=pk).first()
    if not allowed or attachment is None:
        raise NotFound(_("This link has expired. Please open the page again."))
    return attachment
