"""Who may do what here: `check_…` raises with a sentence, `can_…` answers for the button."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from qixin.core.errors import Conflict, Invalid, QixinError, Refused, WrongState
from qixin.newsroom import embargo, holds, stops, three_reviews
from qixin.newsroom.enums import ReviewState, ReviewStep, StopKind
from qixin.newsroom.models import ReviewTurn, Story
from qixin.newsroom.workflow import TRANSITIONS
from qixin.people.models import User
from qixin.people.permissions import check_permission, has_permission
from qixin.reports.enums import ReportState
from qixin.reports.models import Report


def check_can_draft(by: User, *, reports: Iterable[Report]) -> None:
    """Raises Refused without the right to edit, Invalid for reports that cannot become a story."""
    check_permission(by, "newsroom.edit")
    reports = list(reports)
    if not reports:
        raise Invalid(_("Choose at least one report."))
    for report in reports:
        if report.state == ReportState.MERGED:
            raise Invalid(
                _("Report %(number)s was merged into another one. Use that one instead.")
                % {"number": report.number}
            )


def can_draft(by: User) -> bool:
    return has_permission(by, "newsroom.edit")


def check_can_withdraw(by: User, *, story: Story) -> None:
    """Raises Refused without the right, Conflict once the draft is more than what was made."""
    check_permission(by, "newsroom.edit")
    if story.live or story.first_published_at or story.workflow_in_progress:
        raise Conflict(_("This story is already further on. Take it back in the back office."))
    if story.revisions.count() > 1:
        raise Conflict(
            _("Somebody has worked on this draft. Delete it in the back office if need be.")
        )


def can_withdraw(by: User, *, story: Story) -> bool:
    """Whether the button is shown."""
    return _can(check_can_withdraw, by, story=story)


def check_transition(noun: str, verb: str, state: str) -> str:
    """The state that `verb` leads to; raises WrongState where no road is drawn."""
    origins, target = TRANSITIONS[noun][verb]
    if state not in origins:
        raise WrongState(three_reviews.MOVED_ON)
    return target


def review_state(story: Story) -> ReviewState:
    """Where the story's latest round stands; ENDED where there was none yet."""
    step = three_reviews.step_of(story.current_workflow_task_state)
    if step is not None:
        return ReviewState(step.value)
    revision = story.latest_revision
    approved = revision is not None and three_reviews.is_approved(revision)
    return ReviewState.APPROVED if approved else ReviewState.ENDED


def turn_of(story: Story) -> ReviewTurn:
    """The turn that waits. Raises WrongState where the story is not in review."""
    turn = story.current_workflow_task_state
    if not isinstance(turn, ReviewTurn):
        raise WrongState(_("This story is not in review. Load the page again."))
    return turn


def check_can_submit(by: User, *, story: Story) -> None:
    """Raises Refused without the right to edit, WrongState for what is in review already,
    Conflict for what readers have before them as it stands."""
    check_permission(by, "newsroom.edit")
    check_transition("story", "submit", story.state)
    holds.check_free(story, by)
    _check_not_out(story)


def _check_not_out(story: Story) -> None:
    """Raises Conflict for what readers have before them as it stands."""
    if story.live and not story.has_unpublished_changes:
        raise Conflict(_("Nothing has been changed since this story was published."))


def check_can_approve(by: User, *, story: Story) -> None:
    """Raises Refused where it must be somebody else, WrongState, PublicationStopped, Conflict."""
    three_reviews.check(turn_of(story), by)


def check_can_send_back(by: User, *, story: Story) -> None:
    """Raises WrongState, or Refused for whoever does not take this review, or wrote the text."""
    reason = three_reviews.why_not_send_back(turn_of(story), by)
    if reason is not None:
        raise Refused(reason)


def check_can_call_off(by: User, *, story: Story) -> None:
    """Raises WrongState, or Refused for everybody but the authors and whoever submitted it."""
    turn = turn_of(story)
    check_permission(by, "newsroom.edit")
    mine = three_reviews.authors_of(turn.revision) | {turn.workflow_state.requested_by_id}
    if by.pk not in mine:
        raise Refused(_("Only its authors take a story out of review. Send it back instead."))


def check_can_remark(by: User, *, story: Story) -> None:
    """Raises Refused without the right to review, WrongState where the story is not in review."""
    check_permission(by, "newsroom.review_first")
    turn_of(story)


def check_can_settle(by: User) -> None:
    """Raises Refused without the right to edit."""
    check_permission(by, "newsroom.edit")


def check_can_hurry(by: User, *, story: Story) -> None:
    """Raises Refused without the right to edit, Conflict where it is urgent already or out."""
    check_permission(by, "newsroom.edit")
    _check_not_out(story)
    if story.urgent_at is not None:
        raise Conflict(_("This story is urgent already."))


def check_can_doubt(by: User, *, story: Story) -> None:
    """Raises Refused without the right to edit, WrongState."""
    check_permission(by, "newsroom.edit")
    check_transition("claim", "doubt", story.claim)


def check_can_verify(by: User, *, story: Story) -> None:
    """Raises Refused without the right or for an author, WrongState."""
    check_permission(by, "newsroom.review_first")
    check_transition("claim", "verify", story.claim)
    latest = story.get_latest_revision()
    if latest is not None and by.pk in three_reviews.authors_of(latest):
        raise Refused(_("You wrote at this story: somebody else has to verify what it claims."))


def check_can_clear(by: User, *, story: Story) -> None:
    """Raises Refused without the right or for an author, WrongState."""
    check_can_verify(by, story=story)


def check_can_let_through(by: User, *, story: Story, kind: str) -> None:
    """Raises Refused for all but whoever may give the final review of this version, WrongState
    before it is due, Conflict where nothing of this kind stops it or nobody may let it through."""
    turn = turn_of(story)
    if three_reviews.step_of(turn) != ReviewStep.FINAL:
        raise WrongState(_("Only the final reviewer lets this through, once the story is there."))
    reason = three_reviews.why_not_as_person(turn, by)
    if reason is not None:
        raise Refused(reason)
    found = [one for one in stops.all_stops(turn.revision.as_object()) if one.kind == kind]
    if not found:
        raise Conflict(_("Nothing of this kind stops the story any more. Load the page again."))
    if not all(one.can_pass for one in found):
        raise Conflict(
            _("Identity numbers, and any number in title or summary, are never let through.")
        )


def check_can_announce(by: User, *, story: Story) -> None:
    """Raises Refused without the right to edit, Conflict for a story that was never out, or whose
    reviewers have read its notice already."""
    check_permission(by, "newsroom.edit")
    if story.first_published_at is None:
        raise Conflict(_("Readers have not seen this story yet, so there is nothing to tell them."))
    turn = story.current_workflow_task_state
    if turn is not None and three_reviews.approvals_of(turn.revision).get(turn.workflow_state_id):
        raise Conflict(
            _("A reviewer has approved this version with its notice. Send it back to change it.")
        )


def check_can_hold(by: User, *, story: Story) -> None:
    """Raises Refused without the right to edit, Conflict where somebody else holds it."""
    check_permission(by, "newsroom.edit")
    holds.check_free(story, by)


def check_can_let_go(by: User, *, story: Story) -> None:
    """Raises Refused for everybody but whoever holds it."""
    check_permission(by, "newsroom.edit")
    if story.locked and story.locked_by_id not in (None, by.pk):
        raise Refused(_("Somebody else works on this story. Whoever is in charge takes it over."))


def check_can_take_over(by: User, *, story: Story) -> None:
    """Raises Refused for all but the column's editor in charge and final reviewers, WrongState
    where nobody else holds it."""
    check_permission(by, "newsroom.edit")
    if story.column.editor_id != by.pk and not has_permission(by, "newsroom.review_final"):
        raise Refused(
            _("Only the column's editor in charge and final reviewers take a story over.")
        )
    if not story.locked or story.locked_by_id == by.pk:
        raise WrongState(_("Nobody else holds this story any more. Load the page again."))


def check_can_embargo(by: User, *, story: Story) -> None:
    """Raises Refused without the right to edit, Conflict for what readers have already."""
    check_permission(by, "newsroom.edit")
    if story.live:
        raise Conflict(
            _("Readers have this story already: an embargo comes too late. Withdraw it if need be.")
        )


def check_can_ease_embargo(by: User, *, story: Story) -> None:
    """To let it out sooner: raises Refused for all but final reviewers, WrongState where there is
    no embargo, Conflict for what readers have already."""
    check_permission(by, "newsroom.review_final")
    if story.embargo_until is None:
        raise WrongState(_("This story is under no embargo. Load the page again."))
    check_can_embargo(by, story=story)


def check_can_take_down(by: User, *, story: Story) -> None:
    """Raises Refused without the right, WrongState for what is not on the site."""
    check_permission(by, "newsroom.withdraw")
    if not story.live:
        raise WrongState(_("This story is not on the public site. Load the page again."))


def check_may_go_live(story: Story) -> None:
    """The last guard on every road: raises Refused for a version that three people have not
    approved, PublicationStopped where anything keeps it in."""
    if story.live_revision is None or not three_reviews.is_approved(story.live_revision):
        raise Refused(three_reviews.NOT_APPROVED)
    embargo.check_over(story)
    stops.check(story, story.live_revision_id)


CHECKS: dict[str, Callable[..., None]] = {
    "submit": check_can_submit,
    "approve": check_can_approve,
    "send_back": check_can_send_back,
    "call_off": check_can_call_off,
    "remark": check_can_remark,
    "hurry": check_can_hurry,
    "doubt": check_can_doubt,
    "verify": check_can_verify,
    "clear": check_can_clear,
    "announce": check_can_announce,
    "embargo": check_can_embargo,
    "ease_embargo": check_can_ease_embargo,
    "hold": check_can_hold,
    "let_go": check_can_let_go,
    "take_over": check_can_take_over,
    "take_down": check_can_take_down,
}


def can(by: User, verb: str, *, story: Story, **more: Any) -> bool:
    """Whether the button for `verb` is shown: by role, person, and where the story stands."""
    return _can(CHECKS[verb], by, story=story, **more)


def can_let_through(by: User, *, story: Story, kind: str) -> bool:
    return _can(check_can_let_through, by, story=story, kind=kind)


def _can(check: Callable[..., None], by: User, **about: Any) -> bool:
    try:
        check(by, **about)
    except QixinError:
        return False
    return True


def stop_named(kind: str) -> StopKind:
    """Raises Invalid for a kind that there is not."""
    if kind not in StopKind.values:
        raise Invalid(_("Choose what is let through."))
    return StopKind(kind)
