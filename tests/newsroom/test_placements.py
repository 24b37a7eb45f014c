"""Offers to other media: state × verb × who, credit, the queue of e-mails, the ledger."""

from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, QixinError, Refused
from qixin.core.models import Entry
from qixin.newsroom.actions import exporting, keeping_outlets, placing, posting
from qixin.newsroom.enums import OutletLevel, PlacementState
from qixin.newsroom.models import Placement, Story
from qixin.newsroom.policies.placements import can_place
from qixin.newsroom.selectors import placements as selector
from qixin.newsroom.workflow.placements import INITIAL, JOURNAL, TRANSITIONS
from qixin.people.enums import Role
from qixin.people.models import Notice
from qixin.reports.enums import Outcome
from qixin.reports.models import Settlement
from tests.newsroom.coverage_factories import (
    bring_placement_to,
    make_coverage,
    make_outlet,
    make_placement,
    ran,
)
from tests.newsroom.factories import (
    PHONE,
    correct,
    make_column,
    make_editor,
    make_published,
    make_story,
)
from tests.people.factories import make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db

WHY = "版面已满，下期再看"
VERBS = {
    "take": lambda one, by: placing.take(placement=one, ran=ran(), by=by),
    "correct": lambda one, by: placing.correct(
        placement=one, ran=ran(title="改后"), version=one.version, by=by
    ),
    "refuse": lambda one, by: placing.refuse(placement=one, reason=WHY, by=by),
    "withdraw": lambda one, by: placing.withdraw(placement=one, reason=WHY, by=by),
    "reopen": lambda one, by: placing.reopen(placement=one, reason=WHY, by=by),
}
MAY = {Role.REVIEWER, Role.CHIEF_EDITOR}


@pytest.fixture(autouse=True)
def sink(settings):
    settings.EMAIL_BACKEND = "tests.letters.mail_sink.RefusingBackend"


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", PlacementState.values)
def test_a_verb_works_from_the_states_that_are_drawn_and_for_the_roles_that_may(state, verb):
    placement = bring_placement_to(make_placement(), PlacementState(state))
    origins, target = TRANSITIONS["placement"][verb]
    users = {role: make_user(role) for role in Role}
    for role, by in users.items():
        allowed = state in origins and role in MAY
        assert can_place(by, verb, placement=placement) == allowed, (state, verb, role)
        if not allowed:
            with pytest.raises(QixinError):
                VERBS[verb](placement, by)
            assert Placement.objects.get(pk=placement.pk).state == state
    if state in origins:
        VERBS[verb](placement, users[Role.REVIEWER])
        assert Placement.objects.get(pk=placement.pk).state == target
        assert Entry.objects.filter(verb=JOURNAL[verb], subject_id=placement.pk).exists()


def test_every_state_can_be_reached_and_every_verb_is_journaled():
    reached = {target for _from, target in TRANSITIONS["placement"].values()}
    assert reached | {INITIAL["placement"]} == set(PlacementState.values)
    assert TRANSITIONS["placement"].keys() <= JOURNAL.keys()


def test_a_click_that_comes_twice_makes_one_offer_and_what_ended_can_be_offered_again():
    story, outlet, by = make_published(), make_outlet(), make_editor(Role.REVIEWER)
    first = placing.offer(story=story, outlets=[outlet, outlet], by=by)
    assert placing.offer(story=story, outlets=[outlet], by=by) == first
    placing.refuse(placement=first[0], reason=WHY, by=by)
    second = placing.offer(story=story, outlets=[outlet], by=by)
    assert second != first
    # what was refused can not be opened beside the new offer
    with pytest.raises(Conflict):
        placing.reopen(placement=first[0], reason=WHY, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.filter(pk=first[0].pk).update(state="offered", reason="")


def test_only_what_stands_on_the_site_is_offered_and_only_to_outlets_in_use():
    by = make_editor(Role.REVIEWER)
    with pytest.raises(Conflict, match="公开"):
        make_placement(story=make_story(by=make_editor()), by=by)
    gone = make_published()
    gone.unpublish()
    with pytest.raises(Conflict):
        make_placement(story=gone, by=by)
    outlet = make_outlet()
    keeping_outlets.retire_outlet(outlet=outlet, by=make_editor(Role.CHIEF_EDITOR))
    outlet.refresh_from_db()
    with pytest.raises(Conflict, match="停用"):
        make_placement(outlet=outlet, by=by)
    with pytest.raises(Invalid):
        placing.offer(story=make_published(), outlets=[], by=by)
    for role in (Role.EDITOR, Role.MEMBER, Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(Refused):
            make_placement(by=make_user(role))


def test_personal_data_is_never_offered():
    story = make_published()
    # past every guard, as a hand in the database would
    Story.objects.filter(pk=story.pk).update(summary=f"请打{PHONE}")
    with pytest.raises(Invalid):
        make_placement(story=story)


def test_what_was_taken_goes_back_to_senders_and_reporters_and_is_taken_back_with_the_mistake():
    sender, editor, covering_reporter = make_user(Role.CORRESPONDENT), make_editor(), make_editor()
    report = make_report("蔬菜送到了。", sender=sender.person)
    story = make_published(editor=editor)
    story.sources.create(report=report)
    item = make_coverage(covering_reporter)
    item.deliverables.get().results.create(story=story, title="x", linked_by=editor)
    outlet, by = make_outlet("演练晚报"), make_editor(Role.CHIEF_EDITOR)
    placement = make_placement(story, outlet)
    placing.take(
        placement=placement,
        ran=ran(title="蔬菜进社区", link="https://news.example.org/a"),
        by=by,
    )
    news = Settlement.objects.get(report=report, thing=placement.thing)
    assert (news.outcome, news.title) == (Outcome.STORY_PLACED, "演练晚报：蔬菜进社区")
    assert news.link == "https://news.example.org/a"
    told = Notice.objects.filter(kind="newsroom.placed").values_list("user", flat=True)
    assert set(told) == {editor.pk, covering_reporter.pk}
    own = Notice.objects.get(kind="newsroom.sent_was_placed")
    assert (own.user, own.link) == (sender, f"/w/report/mine/{report.number}/")
    placing.reopen(placement=placement, reason="记错了媒体", by=by)
    assert not Settlement.objects.filter(thing=placement.thing).exists()
    placement.refresh_from_db()
    assert (placement.taken_on, placement.link, placement.circulation) == (None, "", "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"taken_on": clock.today() + timedelta(days=2)},
        {"taken_on": clock.today() - timedelta(days=400)},
        {"circulation": "galaxy"},
        {"link": "javascript:alert(1)"},
        {"link": "https://e.example/" + "a" * 500},
        {"title": "长" * 256},
    ],
)
def test_what_cannot_have_run_is_refused(wrong):
    placement = make_placement()
    with pytest.raises(Invalid):
        placing.take(placement=placement, ran=ran(**wrong), by=make_editor(Role.REVIEWER))
    assert Placement.objects.get().state == PlacementState.OFFERED


def test_the_second_of_two_who_correct_a_placement_is_told():
    placement = bring_placement_to(make_placement(), PlacementState.TAKEN)
    by, seen = make_editor(Role.REVIEWER), placement.version
    placing.correct(placement=placement, ran=ran(title="一"), version=seen, by=by)
    with pytest.raises(Conflict):
        placing.correct(placement=placement, ran=ran(title="二"), version=seen, by=by)


def test_an_outlets_package_is_posted_once():
    placement = make_placement(outlet=make_outlet(email="desk@example.org"))
    assert [posting.post_waiting() for _ in range(2)] == [1, 0]
    (sent,) = mail.outbox
    assert sent.to == ["desk@example.org"]
    assert placement.title in sent.subject
    assert [name for name, _content, _mime in sent.attachments] == [
        f"story-{placement.story_id}.docx"
    ]
    placement.refresh_from_db()
    assert placement.delivered_at
    assert Entry.objects.filter(verb="newsroom.package_delivered").count() == 1


def test_an_outlet_without_an_address_is_served_by_hand():
    placement = make_placement()
    assert posting.post_waiting() == 0
    by = make_editor(Role.REVIEWER)
    with pytest.raises(Conflict, match="邮箱"):
        posting.resend(placement=placement, by=by)
    assert exporting.download_package(placement=placement, by=by)[:2] == b"PK"


def test_an_outlet_that_rejects_is_given_up_and_whoever_offered_is_told_then_it_can_be_resent():
    by = make_editor(Role.REVIEWER)
    placement = make_placement(outlet=make_outlet(email="dead@example.org"), by=by)
    living = make_placement(outlet=make_outlet(email="desk@example.org"), by=by)
    assert posting.post_waiting() == 1
    placement.refresh_from_db()
    assert placement.undeliverable_at
    assert not placement.delivered_at
    assert Notice.objects.get(kind="newsroom.package_undeliverable").user == by
    wanted = selector.Wanted.of({"which": "undelivered"})
    assert list(selector.ledger(by, wanted)) == [placement]
    assert living in selector.placements(by)
    outlet = placement.outlet
    outlet.email = "desk2@example.org"
    outlet.save()
    posting.resend(placement=placement, by=by)
    assert posting.post_waiting() == 1


def test_an_address_that_is_full_is_tried_again_later():
    placement = make_placement(outlet=make_outlet(email="full@example.org"))
    assert posting.post_waiting() == 0
    placement.refresh_from_db()
    assert (placement.mail_attempts, placement.undeliverable_at) == (1, None)
    assert posting.post_waiting() == 0
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        posting.post_waiting()
    placement.refresh_from_db()
    assert placement.mail_attempts == 2


def test_a_story_that_was_taken_off_meanwhile_is_not_posted():
    placement = make_placement(outlet=make_outlet(email="desk@example.org"))
    placement.story.unpublish()
    assert posting.post_waiting() == 0
    assert mail.outbox == []
    placement.refresh_from_db()
    assert placement.state == PlacementState.WITHDRAWN


def test_what_was_corrected_meanwhile_is_posted_as_it_stands_and_later_shown_as_changed():
    story = make_published()
    placement = make_placement(story, make_outlet(email="desk@example.org"))
    correct(story, title="更正后的标题")
    assert posting.post_waiting() == 1
    assert "更正后的标题" in mail.outbox[0].subject
    placement.refresh_from_db()
    assert not placement.is_outdated
    correct(story, title="再次更正")
    placement = Placement.objects.get(pk=placement.pk)
    assert placement.is_outdated


def test_the_ledger_outlives_the_story():
    placement = bring_placement_to(make_placement(), PlacementState.TAKEN)
    Story.objects.get(pk=placement.story_id).delete()
    kept = selector.placement(make_editor(), placement.pk)
    assert (kept.story, kept.title) == (None, placement.title)
    placing.reopen(placement=kept, reason="记错了媒体", by=make_editor(Role.REVIEWER))


def test_every_number_of_the_monthly_table_is_as_long_as_its_list():
    with time_machine.travel("2020-01-01T00:00:00+00:00"):
        by = make_editor(Role.REVIEWER)
        column = make_column()
        city, nation = make_outlet(level="city"), make_outlet(level="nation")
    moments = [
        "2020-01-31T15:59:00+00:00",
        "2020-01-31T16:01:00+00:00",
        "2020-02-10T03:00:00+00:00",
    ]
    for n, moment in enumerate(moments):
        with time_machine.travel(moment):
            story = make_published(column, title=f"稿{n}")
            for outlet in (city, nation):
                made = make_placement(story, outlet, by=by)
                if n != 1:
                    # a city's paper that was passed on to the whole nation
                    placing.take(placement=made, ran=ran(circulation="nation"), by=by)
    months = selector.months(by)
    assert [month.month for month in months] == ["2020-02", "2020-01"]
    # 16:01 UTC is February in the district already
    assert [(month.all_offered, month.all_taken) for month in months] == [(4, 2), (2, 2)]

    def listed(**asked):
        return selector.ledger(by, selector.Wanted.of(asked)).count()

    for month in months:
        assert listed(offered=month.month) == month.all_offered
        assert listed(taken=month.month, state="taken") == month.all_taken
        for level, offered, taken in month.cells:
            assert listed(offered=month.month, level=level) == offered
            assert listed(taken=month.month, level=level, state="taken") == taken
    assert sum(month.taken[OutletLevel.NATION] for month in months) == 4


@pytest.mark.parametrize(
    "asked",
    [
        {"outlet": "x" * 50, "month": "\0"},
        {"offered": "2020-13"},
        {"taken": "9999-12"},
        {"offered": "0001-01"},
        {"outlet": "9" * 40},
        {"group": "٣"},
        {"level": "moon", "state": "lost"},
    ],
)
def test_what_cannot_be_meant_does_not_narrow_the_ledger(asked):
    make_placement()
    assert selector.ledger(make_editor(), selector.Wanted.of(asked)).count() == 1


def test_the_workbook_holds_what_the_ledger_shows_and_no_formula(tmp_path):
    outlet = make_outlet("=演练日报")
    placement = bring_placement_to(make_placement(outlet=outlet), PlacementState.TAKEN)
    make_placement()
    by = make_user(Role.AUDITOR)
    wanted = selector.Wanted.of({"state": "taken"})
    path = tmp_path / "a.xlsx"
    found = selector.ledger(by, wanted)
    assert exporting.export_placements(placements=found, path=path, by=by) == 1
    rows = list(openpyxl.load_workbook(path).active.values)
    assert (rows[1][0], rows[1][1]) == (placement.title, "'=演练日报")
    assert Entry.objects.filter(verb="newsroom.placements_exported").count() == 1


def test_outlets_are_kept_by_the_chief_editor_and_a_name_stands_once():
    chief = make_editor(Role.CHIEF_EDITOR)
    outlet = make_outlet("演练日报", by=chief)
    with pytest.raises(Conflict, match="已有"):
        make_outlet("演练 日报".replace(" ", ""), by=chief)
    facts = {"name": "演练晨报", "level": "city", "kind": "paper", "format": "ninjs", "email": ""}
    with pytest.raises(Refused):
        keeping_outlets.revise_outlet(outlet=outlet, **facts, version=1, by=make_editor())
    keeping_outlets.revise_outlet(outlet=outlet, **facts, version=1, by=chief)
    with pytest.raises(Conflict):
        keeping_outlets.revise_outlet(outlet=outlet, **facts, version=1, by=chief)
    for wrong in ({"level": "moon"}, {"email": "nobody"}, {"name": "长" * 81}, {"name": " "}):
        with pytest.raises(Invalid):
            keeping_outlets.add_outlet(**(facts | {"name": "又一家"} | wrong), by=chief)
