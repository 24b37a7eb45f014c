"""The demo's day of coverage and its offers, played on a few stories."""

from datetime import timedelta

import pytest

from qixin.core import clock
from qixin.drill import loading
from qixin.drill.cast import cast
from qixin.drill.playing import Stage
from qixin.drill.playing.coverage import OFFERED, play_coverage
from qixin.drill.playing.hands import REVIEWERS
from qixin.newsroom.enums import CoverageState, PlacementState
from qixin.newsroom.models import CoverageItem, Outing, Placement
from qixin.newsroom.selectors import coverage as selector
from tests.newsroom.factories import make_column, make_story, review, submit

pytestmark = pytest.mark.django_db
SEED = 2020


@pytest.fixture
def stage(settings, tmp_path):
    settings.QIXIN_PUBLIC_ROOT = tmp_path / "public"
    people = cast(SEED)
    with clock.pretend(clock.now() - timedelta(days=8)):
        loading.load(people, password="x", on_step=lambda _name: None)
    return Stage(people)


def test_a_day_of_coverage_shows_every_state_and_every_fate_of_an_offer(stage):
    column, writer = make_column(), stage.users["demo-editor"]
    for n in range(4):
        draft = make_story(column, by=writer, title=f"稿{n}")
        review(submit(draft, by=writer), by=[stage.users[name] for name in REVIEWERS])
    play_coverage(stage, seed=SEED)
    assert set(CoverageItem.objects.values_list("state", flat=True)) == set(CoverageState.values)
    chief = stage.users["demo-chief-editor"]
    assert selector.out_now(chief).filter(item__protection="full").exists()
    assert selector.missing(chief).exists()
    assert all(item.point is not None for item in CoverageItem.objects.all())
    assert 4 <= Placement.objects.count() <= 3 * OFFERED
    assert Placement.objects.filter(state=PlacementState.TAKEN).exists()


def test_a_newsroom_without_stories_plans_and_offers_nothing(stage):
    play_coverage(stage, seed=SEED)
    assert Outing.objects.exists()
    assert not Placement.objects.exists()
