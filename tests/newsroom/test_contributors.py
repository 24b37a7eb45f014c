"""The contributors' board: what counts when for whom, and every number as long as its list."""

from datetime import timedelta

import pytest

from qixin.core import clock
from qixin.core.errors import Refused
from qixin.newsroom.models import Story
from qixin.newsroom.selectors import contributors as selector
from qixin.people.enums import Role
from qixin.reports.models import Report
from tests.newsroom.coverage_factories import bring_placement_to, make_placement
from tests.newsroom.factories import make_editor, make_published
from tests.people.factories import make_person, make_user
from tests.reports.factories import make_group, make_member, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    """Two groups with three persons; one story of both groups was placed twice."""
    one, other = make_group("镇街通讯员群"), make_group("部门通讯员群")
    a, b, c = make_person("演练甲"), make_person("演练乙"), make_person("演练丙")
    sent = [
        make_report(sender=person, group=group)
        for person, group in ((a, one), (a, one), (b, one), (c, other))
    ]
    story, second = make_published(), make_published()
    for report in (sent[0], sent[3]):
        story.sources.create(report=report)
    second.sources.create(report=sent[0])
    for _ in range(2):
        bring_placement_to(make_placement(story), "taken")
    make_placement(second)
    return {"one": one, "other": other, "a": a, "b": b, "c": c, "story": story, "sent": sent}


def today():
    return selector.Span.of(clock.today(), clock.today())


def by_label(rows):
    return {row.label: (row.sent, row.used, row.placed) for row in rows}


def test_groups_and_persons_are_credited(district):
    reach = selector.check_may_see_board(make_editor())
    groups = by_label(selector.Board.of(reach, today()).by_group())
    assert groups == {"镇街通讯员群": (3, 1, 2), "部门通讯员群": (1, 1, 2)}
    persons = by_label(selector.Board.of(reach, today()).by_person())
    assert persons == {"演练甲": (2, 1, 2), "演练乙": (1, 0, 0), "演练丙": (1, 1, 2)}
    # a story of two groups counts for both, and once for the whole
    assert selector.Board.of(reach, today()).total() == {"sent": 4, "used": 2, "placed": 2}


def test_every_number_is_as_long_as_its_list(district):
    reach, span = selector.check_may_see_board(make_editor()), today()
    for row in selector.Board.of(reach, span).by_group():
        for kind, number in row.cells:
            assert getattr(selector, kind)(reach, span, group=row.key).count() == number
        for person in selector.Board.of(reach, span).by_person(group=row.key):
            for kind, number in person.cells:
                found = getattr(selector, kind)(reach, span, group=row.key, sender=person.key)
                assert found.count() == number, (row, person, kind)
    for kind, number in selector.Board.of(reach, span).total().items():
        assert getattr(selector, kind)(reach, span).count() == number


def test_a_leader_sees_the_own_group_alone(district):
    leader = make_user(Role.CORRESPONDENT)
    make_member(district["one"], leader.person, is_leader=True)
    reach = selector.check_may_see_board(leader)
    assert by_label(selector.Board.of(reach, today()).by_group()) == {"镇街通讯员群": (3, 1, 2)}
    persons = by_label(selector.Board.of(reach, today()).by_person())
    assert persons == {"演练甲": (2, 1, 2), "演练乙": (1, 0, 0)}
    assert not selector.Board.of(reach, today()).by_person(group=district["other"].pk)
    assert not selector.sent(reach, today(), sender=district["c"].pk)
    assert not selector.used(reach, today(), group=district["other"].pk)
    assert not selector.placed(reach, today(), sender=district["c"].pk)


@pytest.mark.parametrize("role", [Role.CORRESPONDENT, Role.MEMBER, Role.OFFICER])
def test_others_do_not_see_the_board(role):
    user = make_user(role)
    assert not selector.may_see_board(user)
    with pytest.raises(Refused):
        selector.check_may_see_board(user)


def test_what_was_taken_off_the_site_or_lies_outside_the_days_does_not_count(district):
    reach = selector.check_may_see_board(make_editor())
    Story.objects.get(pk=district["story"].pk).unpublish()
    groups = by_label(selector.Board.of(reach, today()).by_group())
    # what was placed stays placed
    assert groups == {"镇街通讯员群": (3, 1, 2), "部门通讯员群": (1, 0, 2)}
    long_ago = clock.now() - timedelta(days=40)
    Report.objects.filter(pk=district["sent"][1].pk).update(received_at=long_ago)
    usual = selector.Board.of(reach, selector.Span.of(None, None))
    assert by_label(usual.by_group())["镇街通讯员群"][0] == 2
    before = selector.Span.of(None, clock.today() - timedelta(days=1))
    assert by_label(selector.Board.of(reach, before).by_group()) == {}


def test_days_in_the_wrong_order_and_years_are_put_right():
    first = clock.today() - timedelta(days=900)
    span = selector.Span.of(clock.today(), first)
    assert (span.last, (span.last - span.first).days) == (clock.today(), 365)
