"""An embargo is put on a story, moved, and lifted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid
from qixin.core.personal_data import find_personal_data
from qixin.core.plain_text import one_line
from qixin.core.reasons import kept_reason
from qixin.newsroom import embargo as rule
from qixin.newsroom.actions.hurrying import named
from qixin.newsroom.actions.locking import keep, locked, told
from qixin.newsroom.actions.posting import post_again
from qixin.newsroom.models import Story
from qixin.newsroom.policies import check_can_ease_embargo, check_can_embargo
from qixin.people.actions import notify
from qixin.people.models import User

LONGEST_NAME = 80


@transaction.atomic
def embargo(
    *, story: Story, until: datetime, asked_by: str, reason: str, seen: datetime | None, by: User
) -> Story:
    """Keep a story in until a moment, or move the embargo that it is under; `seen` is the end that
    stood on the page. What is approved already goes out then, and offers are posted once more.

    Raises Refused (sooner is the final reviewer's), Conflict for what is out or was moved by
    somebody else meanwhile, Invalid.
    """
    held = locked(story)
    before = held.embargo_until
    check_can_embargo(by, story=held)
    who = _named_by(asked_by)
    why = kept_reason(reason, missing=_("Say in a few words why; the journal keeps it."))
    if (until, who, why) == (before, held.embargo_by, held.embargo_reason):
        return held
    if before != seen:
        raise Conflict(
            _("Somebody else has changed this meanwhile. Copy what you typed, load the page again "
              "and compare.")
        )  # fmt: skip
    rule.check_moment(until)
    if before is not None and until < before:
        check_can_ease_embargo(by, story=held)
    keep(held, embargo_until=until, embargo_by=who, embargo_reason=why)
    detail = {"until": _as_read(until), "asked_by": who, "reason": why}
    if before is not None:
        detail["before"] = _as_read(before)
    told(held, "move_embargo" if before else "embargo", by=by, **detail)
    _passed_on(held, by)
    return held


@transaction.atomic
def lift_embargo(*, story: Story, reason: str, by: User) -> Story:
    """The story may go out: at once where it is approved and its author named no later time.

    Raises Refused, WrongState, Conflict, Invalid.
    """
    held = locked(story)
    check_can_ease_embargo(by, story=held)
    assert held.embargo_until is not None  # noqa: S101 - asked by the policy
    why = kept_reason(reason, missing=_("Say in a few words why; the journal keeps it."))
    detail = {"before": _as_read(held.embargo_until), "asked_by": held.embargo_by, "reason": why}
    keep(held, embargo_until=None, embargo_by="", embargo_reason="")
    told(held, "lift_embargo", by=by, **detail)
    _passed_on(held, by)
    return held


def _passed_on(story: Story, by: User) -> None:
    """To the version that waits, and to other media that have it."""
    rule.reschedule(story)
    offered_by = post_again(story)
    notify(users=offered_by, kind="newsroom.embargo_changed", detail=named(story), by=by,
           link=reverse("newsroom:story_placements", args=[story.pk]))  # fmt: skip


def _named_by(asked_by: str) -> str:
    """An office or a person by name, on one line. Raises Invalid."""
    words = one_line(asked_by)
    if not 2 <= len(words) <= LONGEST_NAME:
        raise Invalid(_("Say who asked for the embargo: an office, or a person by name."))
    if find_personal_data(words):
        raise Invalid(_("Name who asked for it without telephone or identity numbers."))
    return words


def _as_read(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"
