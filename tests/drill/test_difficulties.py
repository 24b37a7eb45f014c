"""The demo's two weeks of difficulties: every kind, through the rooms' own actions."""

from datetime import timedelta

import pytest

from qixin.cases.models import Assignment, Case, CaseOutcome, LeaderVisit
from qixin.core import clock
from qixin.core.personal_data import find_personal_data
from qixin.drill import loading
from qixin.drill.cast import cast
from qixin.drill.cast.difficulties import DIFFICULTIES, TYPE_LEADS
from qixin.drill.playing import (
    Stage,
    play_difficulties,
    play_incoming,
    play_letters,
    play_passes,
)
from qixin.drill.playing.courses import by_day, play
from qixin.letters.models import Incoming, Recipient, Reply
from qixin.passes.models import Pass

SEED = 2020


@pytest.fixture(autouse=True)
def afternoon():
    """At night nobody asks: how many have asked by now hangs on the hour."""
    with clock.pretend(clock.local(clock.now()).replace(hour=16) - timedelta(days=1)):
        yield


@pytest.fixture
def stage(afternoon):
    people = cast(SEED)
    with clock.pretend(clock.now() - timedelta(days=16)):
        loading.load(people, password="x", on_step=lambda _name: None)
    return Stage(people)


@pytest.mark.django_db
def test_every_kind_is_asked_and_departments_solve_it_together(stage):
    play_passes(stage, seed=SEED)
    play_letters(stage)
    play_difficulties(stage, seed=SEED, count=len(DIFFICULTIES))
    promised = Case.objects.filter(promise__isnull=False)
    assert promised.count() == 2 * LeaderVisit.objects.count() == 4
    asked = Case.objects.filter(asker__isnull=False, promise__isnull=True)
    assert asked.count() == len(DIFFICULTIES)
    assert set(asked.values_list("case_type__name", flat=True)) == set(TYPE_LEADS)
    assert Assignment.objects.filter(case__in=asked, role="co", state="done").count() > 10
    assert asked.filter(state="confirmed", satisfaction__isnull=False).count() > 5
    assert CaseOutcome.objects.filter(kind="loan", paid_on__isnull=False).exists()
    numbers = list(asked.values_list("number", flat=True))
    assert Pass.objects.filter(case_number__in=numbers, state="issued").exists()
    letters = Recipient.objects.filter(letter__case_number__in=numbers)
    # the kinds reach eleven; the latest letters may still be drafts
    reached = set(letters.values_list("addressee__province", flat=True))
    assert 8 <= len(reached) <= 11
    assert len({place[1] for one in DIFFICULTIES if one.letter for place in one.letter.to}) == 11
    assert Reply.objects.filter(recipient__in=letters).exists()


@pytest.mark.django_db
def test_letters_come_in_and_each_stands_at_another_step(stage):
    play_letters(stage)
    play_incoming(stage)
    stands = Incoming.objects.order_by("received_on").values_list("sender__name", "state")
    assert list(stands) == [
        ("西安市人民政府", "assigned"),
        ("保定市交通运输局", "answered"),
        ("商丘市人民政府", "filed"),
        ("温州市人民政府", "matched"),
        ("周口市人力资源和社会保障局", "assigned"),
        ("宝鸡市工业和信息化局", "registered"),
    ]
    assert [one.sender.name for one in Incoming.objects.exclude(overdue_told_at=None)] == [
        "西安市人民政府"
    ]
    assert Incoming.objects.get(state="matched").matched.answered_at
    assert Incoming.objects.get(state="answered").answered_in.get().state == "sent"
    said = Incoming.objects.values_list("subject", "text", "reason")
    assert [found for row in said for text in row for found in find_personal_data(text)] == []


def test_texts_name_no_telephone_and_no_number_of_anybody():
    for one in DIFFICULTIES:
        texts = [one.title, one.text, one.answer, *(part.result for part in one.parts)]
        assert [found for text in texts for found in find_personal_data(text)] == [], one.title


def test_courses_go_on_in_the_order_of_time_and_stop_at_the_end():
    start, told = clock.now(), []

    def course(name, hours):
        while True:
            told.append((name, clock.now() - start))
            yield timedelta(hours=hours)

    play(
        [(start, course("slow", 3)), (start, course("quick", 2))], until=start + timedelta(hours=4)
    )
    hours = [(name, passed / timedelta(hours=1)) for name, passed in told]
    assert hours == [("slow", 0), ("quick", 0), ("quick", 2), ("slow", 3), ("quick", 4)]


@pytest.mark.parametrize(
    ("hour", "delay", "then"), [(9, 1, 10), (9, 12, 8), (17, 3, 8), (3, 1, 8), (18, 0.5, 18)]
)
def test_nobody_decides_at_night(hour, delay, then):
    at = clock.local(clock.now()).replace(hour=hour, minute=0, second=0, microsecond=0)
    with clock.pretend(at):
        assert clock.local(at + by_day(timedelta(hours=delay))).hour == then
