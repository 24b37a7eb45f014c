"""The demo's newsroom by the minute: all ten columns fill, a story is corrected, a channel goes on,
a rumour is answered; and the same minute gives the same."""

from datetime import datetime, timedelta

import pytest

from qixin.core import clock
from qixin.drill import loading
from qixin.drill.cast import cast
from qixin.drill.playing import Director, Minutes, Stage, open_columns
from qixin.drill.playing.hands import Hands
from qixin.drill.script import ZONE, answers
from qixin.drill.script.minutes import LIVE
from qixin.newsroom import three_reviews
from qixin.newsroom.actions import ensure_newsroom
from qixin.newsroom.enums import NoticeKind
from qixin.newsroom.models import Column, LiveEntry, PublicNotice, Rumour, Story
from qixin.reports.models import Report

pytestmark = pytest.mark.django_db
SEED, BEGINS = 2020, datetime(2026, 3, 4, 9, 0, tzinfo=ZONE)


@pytest.fixture
def stage(tmp_path, settings):
    settings.QIXIN_PUBLIC_ROOT = tmp_path / "public"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    people = cast(SEED)
    with clock.pretend(BEGINS - timedelta(days=8)):
        loading.load(people, password="x", on_step=lambda _name: None)
        ensure_newsroom()
        stage = Stage(people)
        open_columns(people, by=stage.users["demo-chief-editor"])
    return stage


def play(stage, minutes):
    words = answers(SEED)
    director = Director((), Hands(stage, words, seed=SEED, photos_from=0, run="x"))
    director.cue(BEGINS, Minutes(stage, words, seed=SEED).begin)
    director.play_until(BEGINS + timedelta(minutes=minutes), on_progress=lambda _done: None)


def test_ten_minutes_fill_ten_columns_and_everything_happens_once(stage):
    play(stage, 15)
    out = Story.objects.live()
    assert {story.get_parent().pk for story in out} == set(
        Column.objects.values_list("pk", flat=True)
    )
    assert all(three_reviews.is_approved(story.live_revision) for story in out)
    assert PublicNotice.objects.filter(kind=NoticeKind.CORRECTION).count() == 2
    told = LiveEntry.objects.filter(channel__slug=LIVE[0].slug).order_by("pk")
    assert [one.text for one in told] == [text for text, _english in LIVE[0].entries[: len(told)]]
    assert len(told) >= 7
    assert all(one.text_en for one in told)
    answered = Rumour.objects.earliest("pk")
    assert answered.public_answer is not None


def test_the_same_minute_of_the_same_day_gives_the_same(stage):
    play(stage, 2)
    first = list(Report.objects.order_by("pk").values_list("text", flat=True))
    titles = list(Story.objects.live().order_by("pk").values_list("title", flat=True))
    assert first
    assert titles
    # once more from the same minute: it is all there already
    play(stage, 2)
    assert list(Report.objects.order_by("pk").values_list("text", flat=True)) == first
    assert list(Story.objects.live().order_by("pk").values_list("title", flat=True)) == titles
