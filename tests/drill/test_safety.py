"""The demo's week of safety, played on a few enterprises."""

from datetime import timedelta

import pytest

from qixin.core import clock
from qixin.drill import loading
from qixin.drill.cast import cast
from qixin.drill.playing import Stage, play_safety
from qixin.enterprises.enums import InspectionState
from qixin.enterprises.models import Enterprise, Hazard, Inspection, Photo, Visit, VisitItem
from qixin.enterprises.selectors.round import todays_round
from qixin.enterprises.selectors.safety import open_major_hazards, waiting_hazards
from qixin.people.enums import UnitKind
from qixin.people.models import Unit

pytestmark = pytest.mark.django_db
SEED = 2020


@pytest.fixture
def stage():
    people = cast(SEED)
    with clock.pretend(clock.now() - timedelta(days=8)):
        loading.load(people, password="x", on_step=lambda _name: None)
    return Stage(people)


def make_enterprises(stage, count):
    office = stage.users["demo-officer"].active_grants[0].unit
    officer = stage.users["demo-member"]
    own = stage.users["demo-enterprise"].active_grants[0].unit_id
    others = Unit.objects.filter(kind=UnitKind.ENTERPRISE).exclude(pk=own).order_by("pk")
    for unit in [Unit.objects.get(pk=own), *others[: count - 1]]:
        Enterprise.objects.create(
            unit=unit, industry="C", managing_unit=office, officer=officer,
            registered_at=clock.now(),
        )  # fmt: skip


def test_a_week_of_safety_shows_everything_that_can_become_of_a_hazard(stage):
    make_enterprises(stage, 6)
    play_safety(stage, seed=SEED)
    barred = [one for one in Enterprise.objects.all() if open_major_hazards(one).exists()]
    assert [one.unit_id for one in barred] == [
        stage.users["demo-enterprise"].active_grants[0].unit_id
    ]
    assert Hazard.objects.filter(reached=3).exists()
    assert waiting_hazards(stage.users["demo-commander"]) > 0
    assert Visit.objects.count() == 6
    assert VisitItem.objects.count() == 3
    assert any(stop.overdue_promises for stop in todays_round(stage.users["demo-member"]))
    assert Inspection.objects.filter(state=InspectionState.SCHEDULED).count() == 4
    assert not Photo.objects.exclude(state="ready").exists()


def test_a_district_without_enterprises_has_its_checklists_and_nothing_else(stage):
    play_safety(stage, seed=SEED)
    assert not Inspection.objects.exists()
