"""What happened to a thing of any room, in the journal's own sentences."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.journal import details, verbs
from qixin.core.models import Entry
from qixin.people.models import User

# What of a line's detail is told under it; the journal's own page has all.
_TOLD = ("reason", "conditions", "fields")


def course(thing: models.Model, *, most: int = 50) -> list[dict[str, Any]]:
    """The newest lines about `thing`, newest first, as `{% timeline %}` shows them.

    The caller has checked that it may be seen.
    """
    entries = list(journal.timeline(thing).reverse()[:most])
    users = User.objects.select_related("person").filter(
        pk__in={entry.actor_id for entry in entries if entry.actor_kind == "user"}
    )
    names = {user.pk: str(user) for user in users}
    return [_line(entry, names) for entry in entries]


def _line(entry: Entry, names: dict[int, str]) -> dict[str, Any]:
    told = [details.value_of(name, entry.detail[name]) for name in _TOLD if entry.detail.get(name)]
    return {
        "at": entry.at,
        "text": verbs.label_of(entry.verb),
        "who": names.get(entry.actor_id or 0, _("the system")),
        "note": "；".join(told),
        "icon": "circle-dot",
        "tone": "neutral",
    }
