"""What readers are told for good: a correction or update with its version, and a withdrawal."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext

from qixin.core import clock
from qixin.core.actors import Actor
from qixin.core.errors import Invalid
from qixin.core.personal_data import find_personal_data
from qixin.core.plain_text import one_line
from qixin.core.reasons import SHORTEST_REASON
from qixin.core.saving import save_checked
from qixin.newsroom.actions.locking import keep, locked, told
from qixin.newsroom.enums import NoticeKind, NoticeState
from qixin.newsroom.models import PublicNotice, Story
from qixin.newsroom.policies import check_can_announce, check_can_take_down, check_transition
from qixin.people.models import User


@transaction.atomic
def announce(*, story: Story, kind: NoticeKind, text: str, by: User) -> PublicNotice:
    """Write the notice that goes out with the version in work; the last one written counts.

    Raises Refused, Conflict, Invalid.
    """
    held = locked(story)
    check_can_announce(by, story=held)
    if kind not in (NoticeKind.CORRECTION, NoticeKind.UPDATE):
        raise Invalid(_("A notice says what was corrected, or what is new."))
    words = public_words(text)
    notice = held.notices.filter(state=NoticeState.PENDING).first() or PublicNotice(story=held)
    notice.kind, notice.text, notice.by, notice.at = kind, words, by, clock.now()
    save_checked(notice)
    told(held, "announce", by=by, notice=notice.pk, kind=str(kind))
    return notice


@transaction.atomic
def drop_notice(*, story: Story, by: User) -> None:
    """Take back the notice that waits; none there is no mistake. Raises Refused, Conflict."""
    held = locked(story)
    check_can_announce(by, story=held)
    notice = held.notices.select_for_update().filter(state=NoticeState.PENDING).first()
    if notice is not None:
        notice.state = check_transition("notice", "drop", notice.state)
        notice.save(update_fields=["state"])
        told(held, "drop", by=by, notice=notice.pk)


@transaction.atomic
def take_down(*, story: Story, reason: str, by: User) -> Story:
    """Withdraw a published story: at its address stays a notice with the reason and nothing else.

    Raises Refused, WrongState, Invalid.
    """
    held = locked(story)
    check_can_take_down(by, story=held)
    words, now = public_words(reason), clock.now()
    state = held.current_workflow_state
    if state is not None:
        state.cancel(user=by)
    notice = PublicNotice(
        story=held, kind=NoticeKind.WITHDRAWAL, state=NoticeState.PUBLIC, text=words, by=by,
        at=now, public_at=now,
    )  # fmt: skip
    save_checked(notice)
    told(held, "take_down", by=by, notice=notice.pk, reason=words)
    # Our own right was asked; Wagtail's permission to publish nobody has for stories.
    with LogContext(user=by):
        held.unpublish()
    return held


def publish_notice(story: Story, *, by: Actor) -> None:
    """The version has gone out, and its notice with it; what hurried or was held has arrived."""
    for notice in story.notices.filter(state=NoticeState.PENDING):
        notice.state = check_transition("notice", "publish", notice.state)
        notice.public_at = clock.now()
        notice.save(update_fields=["state", "public_at"])
    if story.urgent_at is not None:
        keep(story, urgent_at=None, urgent_reason="")
    if story.embargo_until is not None:
        keep(story, embargo_until=None, embargo_by="", embargo_reason="")


def public_words(text: str) -> str:
    """One line for the public. Raises Invalid for too few words or personal data in them."""
    words = one_line(text)
    if len(words) < SHORTEST_REASON:
        raise Invalid(_("Say it in a sentence: readers see it for good."))
    found = find_personal_data(words)
    if found:
        raise Invalid(_("“%(text)s” must not be published.") % {"text": found[0].text})
    return words
