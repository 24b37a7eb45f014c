"""A claim that nobody has verified: named, verified by a source, or cleared."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.reasons import kept_reason
from qixin.newsroom.actions.locking import keep, locked, told
from qixin.newsroom.enums import ClaimState
from qixin.newsroom.models import Story
from qixin.newsroom.policies import check_can_clear, check_can_doubt, check_can_verify
from qixin.people.models import User


@transaction.atomic
def doubt(*, story: Story, claim: str, by: User) -> Story:
    """Say what in the story is not verified; it stays in until it is. Raises Refused, WrongState,
    Invalid."""
    held = locked(story)
    check_can_doubt(by, story=held)
    named = kept_reason(claim, missing=_("Say which claim is not verified yet."))
    keep(held, claim=ClaimState.UNVERIFIED, claim_text=named, claim_source="", claim_by=None,
         claim_at=None)  # fmt: skip
    told(held, "doubt", by=by, reason=named)
    return held


@transaction.atomic
def verify(*, story: Story, source: str, by: User) -> Story:
    """Say by which source the claim is verified. Raises Refused for an author, WrongState,
    Invalid."""
    held = locked(story)
    check_can_verify(by, story=held)
    named = kept_reason(source, missing=_("Say by which source the claim is verified."))
    keep(held, claim=ClaimState.VERIFIED, claim_source=named, claim_by=by, claim_at=clock.now())
    told(held, "verify", by=by, source=named)
    return held


@transaction.atomic
def clear(*, story: Story, reason: str, by: User) -> Story:
    """The claim is no longer in the story, or was none. Raises Refused for an author, WrongState,
    Invalid."""
    held = locked(story)
    check_can_clear(by, story=held)
    why = kept_reason(reason, missing=_("Say in a few words why; the journal keeps it."))
    keep(held, claim=ClaimState.NONE, claim_text="", claim_source="", claim_by=None, claim_at=None)
    told(held, "clear", by=by, reason=why)
    return held
