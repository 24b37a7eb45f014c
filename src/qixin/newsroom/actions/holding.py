"""One person works on a story alone, lets it go, or somebody in charge takes it over."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.reasons import kept_reason
from qixin.newsroom import holds
from qixin.newsroom.actions.hurrying import named, page_of
from qixin.newsroom.actions.locking import locked, told
from qixin.newsroom.models import Story
from qixin.newsroom.policies import check_can_hold, check_can_let_go, check_can_take_over
from qixin.people.actions import notify
from qixin.people.models import User


@transaction.atomic
def hold(*, story: Story, by: User) -> Story:
    """Only `by` saves the text from now on; whoever else has it open is told. A second click
    changes nothing. Raises Refused, Conflict where somebody else holds it."""
    held = locked(story)
    check_can_hold(by, story=held)
    if not held.locked:
        _hand_to(held, by)
        told(held, "hold", by=by)
        _tell(holds.open_at([held]).get(held.pk, []), held, by)
    return held


@transaction.atomic
def let_go(*, story: Story, by: User) -> Story:
    """Everybody may save the text again; nobody holding it is no mistake. Raises Refused."""
    held = locked(story)
    check_can_let_go(by, story=held)
    if held.locked:
        _hand_to(held, None)
        told(held, "let_go", by=by)
    return held


@transaction.atomic
def take_over(*, story: Story, reason: str, by: User) -> Story:
    """Whoever is in charge goes on with a story that somebody else holds, who is told and keeps
    what is on the screen. Raises Refused, WrongState where nobody else holds it, Invalid."""
    held = locked(story)
    check_can_take_over(by, story=held)
    why = kept_reason(reason, missing=_("Say in a few words why; whoever loses it reads it."))
    loser = held.locked_by
    _hand_to(held, by)
    told(held, "take_over", by=by, taken_from=str(loser or "–"), reason=why)
    also = holds.open_at([held]).get(held.pk, [])
    _tell([one for one in {loser, *also} if one is not None], held, by)
    return held


def _hand_to(story: Story, holder: User | None) -> None:
    story.locked, story.locked_by = holder is not None, holder
    story.locked_at = clock.now() if holder is not None else None
    story.save(update_fields=["locked", "locked_by", "locked_at"])


def _tell(users: list[User], story: Story, by: User) -> None:
    detail: dict[str, Any] = named(story) | {"who": str(by)}
    notify(users=users, kind="newsroom.held_by_another", link=page_of(story), detail=detail, by=by)
