"""A story as its reviewers read it: the text, what changed, who approved, what keeps it in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision, TaskState

from qixin.core import clock
from qixin.core.errors import NotFound
from qixin.core.personal_data import mask_text
from qixin.newsroom import comparing, policies, stops, three_reviews
from qixin.newsroom.comparing import Passage
from qixin.newsroom.enums import NoticeState, RemarkState, ReviewStep, StopKind
from qixin.newsroom.models import Override, PublicNotice, Remark, ReviewTurn, Story
from qixin.newsroom.selectors.stories import stories
from qixin.newsroom.selectors.turns import is_for
from qixin.newsroom.workflow import PERMISSION
from qixin.people.models import User
from qixin.people.permissions import has_permission


@dataclass(frozen=True)
class StepLine:
    """One of the three steps: who took it and when, or that it is on."""

    step: ReviewStep
    is_on: bool = False
    by: User | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class StopLine:
    """A stop, with the word that let it pass, or whether the reader of the page may give it."""

    stop: stops.Stop
    passed: Override | None
    may_pass: bool


@dataclass
class Reading:
    """Everything that the review page shows."""

    story: Story
    revision: Revision
    version: Any
    turn: ReviewTurn | None
    steps: list[StepLine]
    stops: list[StopLine]
    remarks: list[Remark]
    passages: list[Passage]
    changes: list[comparing.Change]
    base: Revision | None
    notice: PublicNotice | None
    why_not: Any
    last_return: TaskState | None
    takes_final_away: bool
    can: dict[str, bool] = field(default_factory=dict)

    @property
    def step(self) -> ReviewStep | None:
        return three_reviews.step_of(self.turn)

    @property
    def title(self) -> str:
        """The version's title as `passages` may show it."""
        return self.passages[0].text

    @property
    def is_out(self) -> bool:
        """Whether readers have exactly this version before them."""
        return self.story.live and self.story.live_revision_id == self.revision.pk

    @property
    def base_at(self) -> str:
        return f"{clock.local(self.base.created_at):%Y-%m-%d %H:%M}" if self.base else ""

    @property
    def told(self) -> list[PublicNotice]:
        return list(self.story.public_notices)

    @property
    def passable(self) -> list[StopKind]:
        """Kinds of stops that the reader of the page may let pass, each once."""
        kinds = [line.stop.kind for line in self.stops if line.may_pass and line.passed is None]
        return list(dict.fromkeys(kinds))

    @property
    def open_stops(self) -> list[StopLine]:
        return [line for line in self.stops if line.passed is None]

    @property
    def open_remarks(self) -> list[Remark]:
        return [one for one in self.remarks if one.state == RemarkState.OPEN]

    @property
    def must_remarks(self) -> list[Remark]:
        return [one for one in self.open_remarks if one.weight == "must"]

    @property
    def is_overdue(self) -> bool:
        due = self.turn.due_at if self.turn is not None else None
        return due is not None and due < clock.now()


def story_in_review(user: User, story_id: int) -> Story:
    """Raises NotFound where it does not exist, has no version, or may not be seen."""
    found = stories(user).filter(pk=story_id).first() if story_id < 2**63 else None
    if found is None or found.latest_revision is None:
        raise NotFound(_("There is no such story, or you may not see it."))
    return found


def reading(user: User, story_id: int) -> Reading:
    """The latest version of a story for `user`; numbers are masked for whoever only reads.

    Raises NotFound.
    """
    with three_reviews.read_once():
        return _reading(user, story_in_review(user, story_id))


def _reading(user: User, story: Story) -> Reading:
    revision = story.latest_revision
    # the row that is read already; Wagtail would read it once more
    revision.content_object = story
    version = revision.as_object()
    turn = _turn(story)
    edits = has_permission(user, "newsroom.edit")
    base = base_of(story, revision)
    remarks = list(
        story.remarks.select_related("by__person", "settled_by__person").order_by("state", "id")
    )
    passages = _readable(comparing.passages(version), edits)
    # A mark shows its words in full, so only those see it in the text who may see them.
    marked = [one for one in remarks if edits and one.state == RemarkState.OPEN and one.quote]
    before = _readable(comparing.passages(base.as_object()), edits) if base else []
    return Reading(
        story=story,
        revision=revision,
        version=version,
        turn=turn,
        steps=steps(revision, turn),
        stops=_stops(user, story, version, revision),
        remarks=remarks,
        passages=comparing.with_marks(passages, marked),
        changes=comparing.changes(before, passages) if base else [],
        base=base,
        notice=story.notices.filter(state=NoticeState.PENDING).first(),
        why_not=three_reviews.why_not_as_person(turn, user) if turn is not None else None,
        last_return=_last_return(story) if turn is None else None,
        takes_final_away=_takes_final_away(user, story, turn),
        can={verb: policies.can(user, verb, story=story) for verb in policies.CHECKS}
        | {"edit": edits},
    )


def _turn(story: Story) -> ReviewTurn | None:
    """The turn that waits, tied to the rows that are read already: each button asks for them."""
    state = story.current_workflow_state
    story._current_workflow_states = [state] if state is not None else []
    turn = story.current_workflow_task_state
    if not isinstance(turn, ReviewTurn):
        return None
    state.content_object, turn.workflow_state = story, state
    if turn.revision_id == story.latest_revision_id:
        turn.revision = story.latest_revision
    return turn


def remark_for(user: User, pk: int) -> Remark:
    """Raises NotFound for none, or one at a story that the user may not see."""
    found = (
        Remark.objects.filter(pk=pk, story__in=stories(user).values("pk")).first()
        if pk < 2**63
        else None
    )
    if found is None:
        raise NotFound(_("There is no such remark, or you may not see it."))
    return found


def open_remarks(story: Story) -> list[Remark]:
    """What the author has to look at, in the order in which it was said."""
    return list(story.remarks.filter(state=RemarkState.OPEN).select_related("by__person"))


def steps(revision: Revision, turn: ReviewTurn | None) -> list[StepLine]:
    """The three steps of the round that is on, or of the one that approved this version."""
    rounds = three_reviews.approvals_of(revision)
    taken = (
        rounds.get(turn.workflow_state_id, {})
        if turn is not None
        else max(rounds.values(), key=len, default={})
    )
    on = three_reviews.step_of(turn)
    return [
        StepLine(step, is_on=step == on, by=one.finished_by, at=one.finished_at)
        if (one := taken.get(step)) is not None
        else StepLine(step, is_on=step == on)
        for step in ReviewStep
    ]


def base_of(story: Story, revision: Revision) -> Revision | None:
    """What to compare with: the version that a reviewer decided on last, else the one that is
    out; None where nobody has read this story before."""
    decided = TaskState.objects.filter(
        revision__object_id=str(story.pk),
        revision__base_content_type_id=revision.base_content_type_id,
        status__in=(TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED),
        task__review__isnull=False,
    ).exclude(revision=revision)
    last = decided.select_related("revision").order_by("finished_at").last()
    live = story.live_revision if story.live_revision_id != revision.pk else None
    if last is None:
        return live
    return live if live is not None and live.pk > last.revision_id else last.revision


def _stops(user: User, story: Story, version: Any, revision: Revision) -> list[StopLine]:
    if story.live and story.live_revision_id == revision.pk:
        return []
    passed = {
        one.kind: one
        for one in story.overrides.filter(revision=revision).select_related("by__person")
    }
    return [
        StopLine(
            stop,
            passed.get(stop.kind) if stop.can_pass else None,
            policies.can_let_through(user, story=story, kind=stop.kind),
        )
        for stop in stops.all_stops(version)
    ]


def _readable(found: list[Passage], edits: bool) -> list[Passage]:
    return found if edits else [one.replaced(mask_text(one.text)) for one in found]


def _takes_final_away(user: User, story: Story, turn: ReviewTurn | None) -> bool:
    """Whether approving now would cost the story one of its few final reviewers."""
    step = three_reviews.step_of(turn)
    may_final = has_permission(user, PERMISSION[ReviewStep.FINAL])
    return step not in (None, ReviewStep.FINAL) and may_final and is_for(user, story)


def _last_return(story: Story) -> TaskState | None:
    """Why the story came back, until it is handed in again."""
    latest = story.workflow_states.order_by("pk").last()
    if latest is None or latest.current_task_state is None:
        return None
    turn = latest.current_task_state
    return turn if turn.status == TaskState.STATUS_REJECTED else None
