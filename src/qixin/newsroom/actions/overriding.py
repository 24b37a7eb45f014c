"""The final reviewer lets a stop pass, for one version, with a reason that stays."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core.reasons import kept_reason
from qixin.newsroom.actions.locking import locked, told
from qixin.newsroom.models import Override, Story
from qixin.newsroom.policies import check_can_let_through, stop_named, turn_of
from qixin.people.models import User


@transaction.atomic
def let_through(*, story: Story, kind: str, reason: str, by: User) -> Override:
    """Let one kind of stop pass for the version in its final review; once, whoever clicks twice.

    Raises Refused, WrongState, Conflict, Invalid.
    """
    held = locked(story)
    named = stop_named(kind)
    revision = turn_of(held).revision
    check_can_let_through(by, story=held, kind=named)
    known = Override.objects.filter(revision=revision, kind=named).first()
    if known is not None:
        return known
    why = kept_reason(reason, missing=_("Say in a few words why it may go out; it is kept."))
    made = Override.objects.create(story=held, revision=revision, kind=named, reason=why, by=by)
    told(held, "let_through", by=by, stop=str(named), revision=revision.pk, reason=why)
    return made
