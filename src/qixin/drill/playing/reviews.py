"""What reviewers do beside approving: mark, hurry, doubt, send back, correct, withdraw."""

from __future__ import annotations

import uuid
from random import Random

from qixin.drill.playing.hands import REVIEWERS
from qixin.drill.playing.newsroom import approve
from qixin.drill.playing.stage import Stage
from qixin.newsroom import actions
from qixin.newsroom.enums import NoticeKind, RemarkKind, RemarkWeight, ReviewStep
from qixin.newsroom.models import Story
from qixin.newsroom.three_reviews import step_of
from qixin.people.models import User


def play_reviews(stage: Stage, *, seed: int) -> None:
    """One story of each kind among the newest, so that whoever tries the demo finds them all.

    Where the days that were played left too few stories, what they lack is left out.
    """
    hands = _Reviewing(stage, seed)
    waiting = hands.stories(live=False)
    for story, act in zip(waiting, (hands.mark, hands.hurry, hands.doubt, hands.return_),
                          strict=False):  # fmt: skip
        act(story)
    for story, act in zip(hands.stories(live=True), (hands.correct, hands.take_down, hands.amend),
                          strict=False):  # fmt: skip
        act(story)


class _Reviewing:
    def __init__(self, stage: Stage, seed: int) -> None:
        self._editor = stage.users["demo-editor"]
        self._people = [stage.users[name] for name in REVIEWERS]
        self._keys = Random(f"{seed}/remarks")

    def stories(self, *, live: bool) -> list[Story]:
        """Of those that somebody wrote from a report; in review where they are not out."""
        found = Story.objects.filter(live=live, sources__isnull=False, owner=self._editor)
        newest = list(found.distinct().order_by("-pk")[:40])
        return [one for one in newest if live or one.workflow_in_progress]

    def mark(self, story: Story) -> None:
        self._bring_to(ReviewStep.SECOND, story)
        quote = str(story.draft_title or story.title)[:4]
        for kind, weight, text in (
            (RemarkKind.REPLACEMENT, RemarkWeight.MUST, f"临淄{quote}"),
            (RemarkKind.REMARK, RemarkWeight.SHOULD, "导语再短些，先说结果。"),
        ):
            actions.remark(
                story=story,
                marked=actions.Marked(
                    key=uuid.UUID(int=self._keys.getrandbits(128)), kind=kind, weight=weight,
                    quote=quote if kind == RemarkKind.REPLACEMENT else "", text=text,
                ),
                by=self._people[1],
            )  # fmt: skip

    def hurry(self, story: Story) -> None:
        self._bring_to(ReviewStep.FINAL, story)
        actions.hurry(story=story, reason="今晚八点起卡口调整，群众须提前知晓", by=self._editor)

    def doubt(self, story: Story) -> None:
        self._bring_to(ReviewStep.FINAL, story)
        actions.doubt(story=story, claim="文中人数尚未经镇街核实", by=self._people[0])

    def return_(self, story: Story) -> None:
        self._bring_to(ReviewStep.SECOND, story)
        # the days that were played may have brought it further already
        step = step_of(story.current_workflow_task_state)
        person = self._people[list(ReviewStep).index(step or ReviewStep.SECOND)]
        actions.send_back(story=story, reason="请补充时间和地点，再送审", by=person)

    def correct(self, story: Story) -> None:
        """A correction that three people have reviewed, as the first version was."""
        self._change(story, NoticeKind.CORRECTION, "此前误写了送达时间，现已更正。")
        for person in self._people:
            approve(story, by=person)

    def amend(self, story: Story) -> None:
        """An update that waits for its first review beside the version that is out."""
        self._change(story, NoticeKind.UPDATE, "补充了今天上午的进展。")

    def take_down(self, story: Story) -> None:
        reason = "来稿人要求撤回，情况正在核实。"
        actions.take_down(story=story, reason=reason, by=self._people[1])

    def _change(self, story: Story, kind: NoticeKind, notice: str) -> None:
        version = story.get_latest_revision_as_object()
        version.summary = "本文已根据最新情况修改。"
        version.save_revision(user=self._editor)
        story.refresh_from_db()
        actions.announce(story=story, kind=kind, text=notice, by=self._editor)
        actions.submit(story=story, by=self._editor)

    def _bring_to(self, step: ReviewStep, story: Story) -> None:
        steps: list[tuple[ReviewStep, User]] = list(zip(ReviewStep, self._people, strict=True))
        for one, person in steps[: list(ReviewStep).index(step)]:
            story.refresh_from_db()
            if step_of(story.current_workflow_task_state) == one:
                approve(story, by=person)
        story.refresh_from_db()
