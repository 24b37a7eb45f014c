"""A picture's words are put right where it is kept: what readers have before them changes with it.

A wrong credit has to go at once, so the pages are written anew without a new round. It is not
silent: each live story has it in its journal, final reviewers are told, and the change stands on
the story's review page until another final reviewer than whoever made it has looked.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core.actors import Actor
from qixin.core.errors import Refused, WrongState
from qixin.core.personal_data import mask_text
from qixin.newsroom import selectors
from qixin.newsroom.actions.hurrying import named, page_of
from qixin.newsroom.actions.locking import locked, told
from qixin.newsroom.enums import ReviewStep
from qixin.newsroom.models import Picture, Story
from qixin.newsroom.publication.pictures import showing
from qixin.newsroom.selectors.pictures import changes_to_look_at
from qixin.people.actions import notify
from qixin.people.models import User
from qixin.people.permissions import check_permission

# What stands below a picture, or says by what right it is shown.
PARTS = ("title", "description", "credit", "rights")


def parts_of(picture: Picture) -> dict[str, str]:
    return {part: str(getattr(picture, part)) for part in PARTS}


@transaction.atomic
def note_change(*, picture: Picture, before: dict[str, str], by: Actor) -> int:
    """Tell of what has changed on the pages of live stories; returns how many stories."""
    after = parts_of(picture)
    changed = [part for part in PARTS if before[part] != after[part]]
    stories = list(showing(picture)) if changed else []
    for story in stories:
        for part in changed:
            told(story, "change_picture", by=by, picture=picture.pk, picture_part=part,
                 before=_shown(before[part]), after=_shown(after[part]))  # fmt: skip
        notify(users=selectors.reviewers(ReviewStep.FINAL), kind="newsroom.picture_changed",
               link=page_of(story), detail=named(story),
               by=by if isinstance(by, User) else None)  # fmt: skip
    return len(stories)


@transaction.atomic
def look_at_pictures(*, story: Story, by: User) -> Story:
    """A final reviewer has looked at what was changed on the page since its approval.

    Raises Refused for all others and for whoever changed it, WrongState where there is nothing.
    """
    check_permission(by, "newsroom.review_final")
    held = locked(story)
    changes = changes_to_look_at(held)
    if not changes:
        raise WrongState(_("Nothing is left to look at. Load the page again."))
    if any(change.actor_id == by.pk for change in changes):
        raise Refused(_("You changed this yourself, so somebody else has to look at it."))
    told(held, "look_at_pictures", by=by, pictures=sorted({c.detail["picture"] for c in changes}))
    return held


def _shown(words: Any) -> str:
    return mask_text(str(words))[:200]
