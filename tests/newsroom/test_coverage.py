"""Planned coverage: state × verb × who, outings, deliveries, and who is told."""

import uuid

import pytest
import time_machine

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, QixinError, Refused, WrongState
from qixin.core.models import Entry
from qixin.newsroom.actions import covering, going_out, linking
from qixin.newsroom.enums import CoverageState
from qixin.newsroom.models import CoverageItem, CoverageResult, Outing, Story
from qixin.newsroom.policies.coverage import can_cover
from qixin.newsroom.selectors import coverage as selector
from qixin.newsroom.workflow.coverage import INITIAL, JOURNAL, TRANSITIONS
from qixin.people.enums import Role
from qixin.people.models import Notice
from tests.newsroom.coverage_factories import (
    bring_coverage_to,
    hours,
    make_coverage,
    make_plan,
)
from tests.newsroom.factories import make_editor, make_published
from tests.people.factories import make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db

WHY = "活动改期举行"
NEWSROOM = {Role.TRIAGE_EDITOR, Role.EDITOR, Role.REVIEWER, Role.CHIEF_EDITOR}
VERBS = {
    "go_out": lambda item, by: going_out.go_out(item=item, reporter=item.reporters.get(), by=by),
    "cancel": lambda item, by: covering.cancel(item=item, reason=WHY, by=by),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", CoverageState.values)
def test_a_verb_works_from_the_states_that_are_drawn_and_for_the_newsroom_alone(state, verb):
    item = bring_coverage_to(make_coverage(), CoverageState(state))
    origins, target = TRANSITIONS["coverage"][verb]
    users = {role: make_user(role) for role in Role}
    for role, by in users.items():
        allowed = state in origins and role in NEWSROOM
        assert can_cover(by, verb, item=item) == allowed, (state, verb, role)
        # a second tap of the one who is out changes nothing, and is no error
        if not allowed:
            with pytest.raises(QixinError):
                VERBS[verb](item, by)
            assert CoverageItem.objects.get(pk=item.pk).state == state
    if state in origins:
        VERBS[verb](item, users[Role.EDITOR])
        assert CoverageItem.objects.get(pk=item.pk).state == target


def test_every_state_can_be_reached_and_every_verb_is_journaled():
    reached = {target for _from, target in TRANSITIONS["coverage"].values()}
    assert reached | {INITIAL["coverage"]} == set(CoverageState.values)
    assert TRANSITIONS["coverage"].keys() <= JOURNAL.keys()


def test_the_same_plan_sent_twice_is_one_and_its_reporters_are_told_once():
    desk, reporter, key = make_editor(), make_editor(), uuid.uuid4()
    planned = make_plan([reporter])
    first = covering.plan(plan=planned, client_key=key, by=desk)
    assert covering.plan(plan=planned, client_key=key, by=desk) == first
    assert CoverageItem.objects.count() == 1
    notice = Notice.objects.get(kind="newsroom.coverage_assigned")
    assert (notice.user, notice.link) == (reporter, f"/w/newsroom/coverage/{first.pk}/")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"end": clock.now()}, "结束时间"),
        ({"wanted": ()}, "至少一件"),
        ({"wanted": (("text", 100),)}, "1 至 99"),
        ({"wanted": (("poem", 1),)}, "1 至 99"),
        ({"title": "长" * 81}, "80"),
        ({"protection": "armour"}, "armour"),
        ({"due": clock.now() - hours(5)}, "早于"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_a_sentence(change, sentence):
    with pytest.raises(Invalid, match=sentence):
        make_coverage(**change)
    assert not CoverageItem.objects.exists()


def test_whoever_does_not_work_in_the_newsroom_cannot_be_sent():
    with pytest.raises(Invalid, match="不是编辑部"):
        make_coverage(make_user(Role.MEMBER))


def test_a_number_of_a_person_is_masked_in_a_plan():
    item = make_coverage(title="联系19900001234", brief="找19900001234", address="门口19900001234")
    assert "19900001234" not in f"{item.title}{item.brief}{item.address}"


def test_a_second_tap_changes_nothing_and_the_time_is_kept():
    reporter = make_editor()
    item = make_coverage(reporter)
    first = going_out.go_out(item=item, reporter=reporter, by=reporter)
    assert going_out.go_out(item=item, reporter=reporter, by=reporter) == first
    back = going_out.come_back(outing=first, by=reporter)
    assert going_out.come_back(outing=first, by=reporter).back_at == back.back_at
    item.refresh_from_db()
    assert (item.state, Outing.objects.count()) == (CoverageState.BACK, 1)
    verbs = ("newsroom.went_out", "newsroom.came_back")
    assert [Entry.objects.filter(verb=verb).count() for verb in verbs] == [1, 1]


def test_the_coverage_is_back_with_the_last_of_its_reporters():
    one, other = make_editor(), make_editor()
    item = make_coverage(one, other)
    outings = [going_out.go_out(item=item, reporter=who, by=one) for who in (one, other)]
    going_out.come_back(outing=outings[0], by=one)
    item.refresh_from_db()
    assert item.state == CoverageState.UNDER_WAY
    assert list(selector.out_now(one)) == [outings[1]]
    going_out.come_back(outing=outings[1], by=one)
    item.refresh_from_db()
    assert item.state == CoverageState.BACK


def test_whoever_goes_straight_on_is_back_from_the_place_before():
    reporter = make_editor()
    first, second = make_coverage(reporter), make_coverage(reporter)
    going_out.go_out(item=first, reporter=reporter, by=reporter)
    there = going_out.go_out(item=second, reporter=reporter, by=reporter)
    first.refresh_from_db()
    assert first.state == CoverageState.BACK
    assert selector.own_outing(reporter) == there


def test_only_those_who_are_planned_for_it_go_out():
    with pytest.raises(Conflict, match="名单"):
        going_out.go_out(item=make_coverage(), reporter=make_editor(), by=make_editor())


def test_nothing_is_cancelled_and_nobody_taken_off_while_they_are_out():
    reporter, desk = make_editor(), make_editor()
    item = make_coverage(reporter)
    going_out.go_out(item=item, reporter=reporter, by=reporter)
    with pytest.raises(Conflict, match="仍在现场"):
        covering.cancel(item=item, reason=WHY, by=desk)
    with pytest.raises(Conflict, match="正在现场"):
        covering.revise(item=item, plan=make_plan([desk]), version=1, by=desk)


def test_the_second_of_two_who_change_a_plan_is_told():
    item, desk = make_coverage(), make_editor()
    covering.revise(item=item, plan=make_plan([desk], title="改后"), version=1, by=desk)
    with pytest.raises(Conflict):
        covering.revise(item=item, plan=make_plan([desk], title="另改"), version=1, by=desk)
    assert CoverageItem.objects.get().title == "改后"


def test_it_is_delivered_once_every_piece_is_there_and_open_again_when_one_is_taken_off():
    desk = make_editor()
    item = make_coverage(wanted=(("text", 1), ("photo", 3)))
    text, photo = item.deliverables.order_by("id")
    story, report = make_published(), make_report("现场照片")
    link = linking.link(deliverable=text, thing=story, by=desk)
    linking.link(deliverable=photo, thing=report, pieces=2, by=desk)
    item.refresh_from_db()
    assert item.state == CoverageState.PLANNED
    linking.link(deliverable=photo, thing=report, pieces=3, by=desk)
    item.refresh_from_db()
    assert item.state == CoverageState.DELIVERED
    assert CoverageResult.objects.count() == 2
    assert selector.of_story(desk, story) == [item]
    linking.unlink(result=link, by=desk)
    linking.unlink(result=link, by=desk)
    item.refresh_from_db()
    assert item.state == CoverageState.BACK


def test_pieces_that_come_while_they_are_out_wait_for_them_to_be_back():
    reporter = make_editor()
    item = make_coverage(reporter)
    outing = going_out.go_out(item=item, reporter=reporter, by=reporter)
    linking.link(deliverable=item.deliverables.get(), thing=make_published(), by=reporter)
    item.refresh_from_db()
    assert item.state == CoverageState.UNDER_WAY
    going_out.come_back(outing=outing, by=reporter)
    item.refresh_from_db()
    assert item.state == CoverageState.DELIVERED


def test_what_came_of_it_keeps_its_title_when_the_story_is_deleted():
    item = make_coverage()
    story = make_published()
    linking.link(deliverable=item.deliverables.get(), thing=story, by=make_editor())
    Story.objects.get(pk=story.pk).delete()
    result = CoverageResult.objects.get()
    assert (result.story_id, result.title) == (None, story.title)


def test_a_kind_that_something_was_delivered_of_cannot_be_taken_off_the_plan():
    desk = make_editor()
    item = make_coverage(wanted=(("text", 1), ("photo", 3)))
    linking.link(deliverable=item.deliverables.get(kind="text"), thing=make_published(), by=desk)
    with pytest.raises(Conflict):
        covering.revise(
            item=item, plan=make_plan([desk], wanted=(("photo", 3),)), version=1, by=desk
        )
    assert item.deliverables.count() == 2


def test_nothing_is_delivered_to_what_was_cancelled():
    item = bring_coverage_to(make_coverage(), CoverageState.CANCELLED)
    assert Notice.objects.filter(kind="newsroom.coverage_cancelled").count() == 1
    with pytest.raises(WrongState):
        linking.link(deliverable=item.deliverables.get(), thing=make_report(), by=make_editor())


def test_what_is_due_and_not_there_is_missing_until_it_is_linked_or_cancelled():
    with time_machine.travel(clock.now() - hours(12)):
        desk = make_editor()
        late, cancelled = make_coverage(), make_coverage()
        covering.cancel(item=cancelled, reason=WHY, by=desk)
    make_coverage()
    assert [one.item for one in selector.missing(desk)] == [late]
    assert selector.tallies(desk, clock.today())["missing"] == 1
    assert not selector.missing(make_user(Role.MEMBER))
    linking.link(deliverable=late.deliverables.get(), thing=make_report(), by=desk)
    assert not selector.missing(desk)


def test_the_chief_editor_is_told_once_of_whoever_is_out_for_too_long(settings):
    settings.QIXIN_COVERAGE_LATE_HOURS = 1
    chief, reporter = make_editor(Role.CHIEF_EDITOR), make_editor()
    start = clock.now()
    item = make_coverage(reporter, start=start, end=start + hours(2))
    outing = going_out.go_out(item=item, reporter=reporter, by=reporter)
    steps = [(1.9, "", 0), (2.5, "late", 0), (3.1, "far", 1), (5, "far", 0)]
    for n, lateness, told in steps:
        with time_machine.travel(start + hours(n)):
            assert (outing.lateness, going_out.tell_out_too_long()) == (lateness, told), n
    notice = Notice.objects.get(kind="newsroom.out_too_long")
    assert notice.user == chief
    assert str(reporter.person.name) not in str(notice.detail)


def test_whoever_left_late_has_as_long_as_was_planned():
    start = clock.now() - hours(10)
    with time_machine.travel(start - hours(1)):
        reporter = make_editor()
        item = make_coverage(reporter, start=start, end=start + hours(2))
    outing = going_out.go_out(item=item, reporter=reporter, by=reporter)
    assert outing.lateness == ""
    assert going_out.tell_out_too_long() == 0


def test_the_board_has_a_column_a_reporter_or_an_hour_and_the_day_is_the_districts():
    one, other = make_editor(), make_editor()
    start = clock.day_bounds(clock.today())[0] + hours(9)
    both = make_coverage(one, other, start=start)
    alone = make_coverage(other, start=start + hours(3))
    make_coverage(one, start=start + hours(24))
    items = list(selector.on_day(one, clock.today()))
    assert items == [both, alone]
    by_reporter = {lane.reporter: lane.items for lane in selector.lanes_by_reporter(items)}
    assert by_reporter == {one: [both], other: [both, alone]}
    by_hour = [(lane.label, lane.items) for lane in selector.lanes_by_hour(items, clock.today())]
    assert by_hour == [("09:00", [both]), ("12:00", [alone])]


def test_reading_needs_the_newsroom():
    item = make_coverage()
    for role in (Role.CORRESPONDENT, Role.MEMBER, Role.OFFICER):
        stranger = make_user(role)
        assert not selector.coverage(stranger).exists()
        assert not selector.out_now(stranger).exists()
        with pytest.raises(QixinError):
            selector.coverage_item(stranger, item.pk)
    with pytest.raises(Refused):
        linking.link(
            deliverable=item.deliverables.get(), thing=make_report(), by=make_user(Role.AUDITOR)
        )
