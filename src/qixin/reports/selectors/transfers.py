"""Large files on their way in: each is its owner's alone."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import NotFound
from qixin.people.models import User
from qixin.reports.models import Transfer


def transfer(user: User, key: uuid.UUID) -> Transfer:
    """Raises NotFound where there is none any more, or it is somebody else's."""
    found = Transfer.objects.filter(owner=user, key=key).first()
    if found is None or found.expires_at <= clock.now():
        raise NotFound(_("This upload is no longer here. Please choose the file again."))
    return found
