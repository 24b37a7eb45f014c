"""Embargoes: somebody outside asked that a story is not public before a moment.

It belongs to the story and holds for each of its versions, whoever wrote or approved them; a time
that an author enters in the editor (`go_live_at`) belongs to a version. A story goes out at the
later of the two. Reviews, urgent ones too, go on meanwhile: urgency shortens them, it breaks no
promise. Why: ADR 15.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid

# Whoever types a longer one has mistyped the year.
LONGEST = timedelta(days=366)


def check_over(story: Any) -> None:
    """Raises Conflict before the end of an embargo; asked of the row, never of a version."""
    rows = type(story).objects.filter(pk=story.pk)
    until = rows.values_list("embargo_until", flat=True).first()
    if until is not None and until > clock.now():
        raise Conflict(sentence_of(until))


def sentence_of(until: datetime) -> str:
    """Said to whoever wants it out, and above its text in the editor."""
    moment = f"{clock.local(until):%Y-%m-%d %H:%M}"
    return _("This story is under embargo until %(until)s.") % {"until": moment}


def check_moment(until: datetime) -> None:
    """Raises Invalid for a time that has passed, or is far beyond what anybody means."""
    now = clock.now()
    if until <= now:
        raise Invalid(_("This time has passed already. Choose one that is still to come."))
    if until > now + LONGEST:
        raise Invalid(_("This is more than a year away. Check the year."))


def reschedule(story: Any) -> None:
    """What was approved and waits goes out at the later of its author's time and the embargo's
    end; at once, with the next round of the job, where neither is left."""
    revision = story.scheduled_revision
    if revision is None:
        return
    wish = parse_datetime(revision.content.get("go_live_at") or "")
    due = max([one for one in (wish, story.embargo_until) if one is not None] or [clock.now()])
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=due)
    Page.objects.filter(pk=story.pk).update(go_live_at=due)
    revision.approved_go_live_at = story.go_live_at = due


def not_before(story: Any) -> datetime | None:
    """The moment before which whoever is handed `story` may not publish it; None where readers have
    it already."""
    waits = story.embargo_until
    if not story.live and (revision := story.scheduled_revision) is not None:
        waits = revision.approved_go_live_at
    return waits if waits is not None and waits > clock.now() else None
