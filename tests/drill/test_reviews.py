"""The demo's reviewers: every kind of course is there to be found."""

from datetime import timedelta

import pytest

from qixin.core import clock
from qixin.drill import loading
from qixin.drill.cast import cast
from qixin.drill.playing import Stage, open_columns, play_reviews
from qixin.drill.playing.hands import REVIEWERS
from qixin.drill.playing.newsroom import approve, write
from qixin.newsroom import three_reviews
from qixin.newsroom.enums import ClaimState, NoticeKind, NoticeState, ReviewStep
from qixin.newsroom.models import PublicNotice, Remark, Story
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db
SEED = 2020


@pytest.fixture
def stage(tmp_path, settings):
    settings.QIXIN_PUBLIC_ROOT = tmp_path / "public"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    people = cast(SEED)
    with clock.pretend(clock.now() - timedelta(days=8)):
        loading.load(people, password="x", on_step=lambda _name: None)
    stage = Stage(people)
    open_columns(people, by=stage.users["demo-chief-editor"])
    return stage


def written(stage, count, *, reviews):
    for number in range(count):
        report = make_report(f"第{number}批蔬菜送到社区。", sender=stage.correspondents[0])
        story = write(report=report, column_key="supply", title=f"第{number}批蔬菜送到",
                      by=stage.users["demo-editor"])  # fmt: skip
        for name in REVIEWERS[:reviews]:
            approve(story, by=stage.users[name])


def test_three_people_of_the_demo_publish_a_story(stage):
    written(stage, 1, reviews=3)
    story = Story.objects.get()
    assert story.live
    assert three_reviews.is_approved(story.live_revision)


def test_a_demo_has_marks_an_urgent_story_a_doubt_a_correction_and_a_withdrawal(stage):
    written(stage, 4, reviews=0)
    written(stage, 3, reviews=3)
    play_reviews(stage, seed=SEED)
    assert Remark.objects.count() == 2
    urgent = Story.objects.get(urgent_at__isnull=False)
    assert three_reviews.step_of(urgent.current_workflow_task_state) == ReviewStep.FINAL
    assert Story.objects.filter(claim=ClaimState.UNVERIFIED).count() == 1
    kinds = set(PublicNotice.objects.values_list("kind", "state"))
    assert kinds == {
        (NoticeKind.CORRECTION, NoticeState.PUBLIC),
        (NoticeKind.UPDATE, NoticeState.PENDING),
        (NoticeKind.WITHDRAWAL, NoticeState.PUBLIC),
    }


def test_a_demo_of_no_days_has_nothing_to_review(stage):
    play_reviews(stage, seed=SEED)
    assert not Story.objects.exists()
