"""The demo's rumours: some of every state, each on its own road."""

from datetime import timedelta

import pytest

from qixin.core import clock
from qixin.drill import loading
from qixin.drill.cast import cast
from qixin.drill.playing import Stage
from qixin.drill.playing.rumours import play_rumours
from qixin.newsroom.enums import AnswerState, RumourState, Verdict
from qixin.newsroom.models import Answer, Rumour
from qixin.newsroom.selectors import rumours as selector

pytestmark = pytest.mark.django_db
SEED = 2020


@pytest.fixture
def stage(settings, tmp_path):
    settings.QIXIN_PUBLIC_ROOT = tmp_path / "public"
    people = cast(SEED)
    with clock.pretend(clock.now() - timedelta(days=8)):
        loading.load(people, password="x", on_step=lambda _name: None)
    return Stage(people)


def test_the_board_shows_every_state_and_every_verdict(stage):
    play_rumours(stage, seed=SEED)
    assert set(Rumour.objects.values_list("state", flat=True)) == set(RumourState.values)
    assert set(Answer.objects.values_list("state", flat=True)) == set(AnswerState.values)
    assert set(Answer.objects.values_list("verdict", flat=True)) == set(Verdict.values)
    chief = stage.users["demo-chief-editor"]
    assert all(selector.tallies(chief).values())
    assert selector.listed(chief, "waiting").first().places_lately >= 3
