"""The demo's readers, played on a few stories."""

from datetime import timedelta

import pytest

from qixin.core import clock
from qixin.drill import loading
from qixin.drill.cast import cast
from qixin.drill.playing import Stage
from qixin.drill.playing.hands import REVIEWERS
from qixin.drill.playing.readers import play_readers
from qixin.newsroom.enums.readers import CallState, Showing
from qixin.newsroom.models import CallEntry, CallOut, Flag, Like, ReaderMessage
from qixin.reports.models import About
from tests.newsroom.factories import make_column, make_story, review, submit

pytestmark = pytest.mark.django_db
SEED = 2020


def test_readers_take_part_in_every_way(settings, tmp_path):
    settings.QIXIN_PUBLIC_ROOT = tmp_path / "public"
    people = cast(SEED)
    with clock.pretend(clock.now() - timedelta(days=8)):
        loading.load(people, password="x", on_step=lambda _name: None)
    stage = Stage(people)
    column, writer = make_column(), stage.users["demo-editor"]
    for n in range(2):
        draft = make_story(column, by=writer, title=f"稿{n}")
        review(submit(draft, by=writer), by=[stage.users[name] for name in REVIEWERS])
    play_readers(stage, seed=SEED)
    states = set(ReaderMessage.objects.values_list("state", flat=True))
    assert states == {Showing.WAITING, Showing.SHOWN, Showing.NOT_SHOWN}
    assert set(CallOut.objects.values_list("state", flat=True)) == {
        CallState.OPEN, CallState.CLOSED,
    }  # fmt: skip
    assert CallEntry.objects.filter(state=Showing.SHOWN, pictures__isnull=False).count() == 4
    assert set(About.objects.values_list("purpose", flat=True)) == {
        "message", "offer", "need", "entry",
    }  # fmt: skip
    assert Like.objects.exists()
    assert Flag.objects.count() == 1
