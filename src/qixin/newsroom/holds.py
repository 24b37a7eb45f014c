"""Who works on a story now: whoever holds it alone, and whoever has it open in the editor.

A hold is Wagtail's lock of the page, which its editor heeds; who has it open, Wagtail's editors
tell every few seconds. It stands below the models: nobody saves a text while another holds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.admin.models import EditingSession
from wagtail.models import Page

from qixin.core import clock
from qixin.core.errors import Conflict

# An editor that is open tells of itself every ten seconds.
OPEN_WITHIN = timedelta(seconds=60)


def check_free(story: Any, user: Any) -> None:
    """Raises Conflict while somebody else than `user` holds the story alone; asked of the row."""
    held = (
        Page.objects.filter(pk=story.pk, locked=True)
        .exclude(locked_by=getattr(user, "pk", None))
        .select_related("locked_by__person")
        .first()
    )
    if held is not None:
        since = f"{clock.local(held.locked_at):%m-%d %H:%M}" if held.locked_at else "–"
        raise Conflict(
            _("%(who)s has been working on this story alone since %(since)s. What you typed is not "
              "saved; it stays on your screen.")
            % {"who": held.locked_by or "–", "since": since}
        )  # fmt: skip


def open_at(stories: Iterable[Any]) -> dict[int, list[Any]]:
    """The accounts that have each of these stories open in the editor now. One query."""
    keys = [str(story.pk) for story in stories]
    sessions = EditingSession.objects.filter(
        content_type=ContentType.objects.get_for_model(Page),
        object_id__in=keys,
        last_seen_at__gte=clock.now() - OPEN_WITHIN,
    ).select_related("user__person")
    found: dict[int, dict[int, Any]] = defaultdict(dict)
    for session in sessions.order_by("pk"):
        found[int(session.object_id)][session.user_id] = session.user
    return {pk: list(users.values()) for pk, users in found.items()}
