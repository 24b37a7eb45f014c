"""What telephones send: once, whole, and with the editions that it was begun with."""

import uuid
from datetime import timedelta

import pytest

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, Refused, WrongState
from qixin.core.models import Entry
from qixin.enterprises.actions.checklists import withdraw
from qixin.enterprises.actions.hazards import clear
from qixin.enterprises.actions.inspecting import call_off, reschedule, take_on
from qixin.enterprises.actions.recording import Found, LookedAgain, record
from qixin.enterprises.actions.visiting import (
    Asked,
    Judged,
    Promised,
    judge_promise,
    record_visit,
    settle_help,
)
from qixin.enterprises.enums import (
    ChecklistUse,
    HazardState,
    InspectionState,
    PromiseState,
    Severity,
)
from qixin.enterprises.models import (
    Enterprise,
    Hazard,
    Inspection,
    Photo,
    Promise,
    SafetyProfile,
    Visit,
    VisitItem,
)
from qixin.enterprises.selectors.round import open_promises, todays_round
from qixin.enterprises.signals import help_asked
from qixin.people.enums import Role
from tests.enterprises.safety_factories import (
    days,
    loose,
    make_checklist,
    make_contact,
    make_enterprise,
    make_hazard,
    make_inspection,
    make_inspector,
    make_officer,
    not_ok,
    on_visit,
    sent,
)
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise():
    return make_enterprise()


@pytest.fixture
def inspector(enterprise):
    return make_inspector(enterprise)


@pytest.fixture
def scheduled(enterprise, inspector):
    return take_on(enterprise=enterprise, day=clock.today(), by=inspector)


def test_what_is_not_in_order_becomes_a_hazard_with_its_deadline_and_its_contact(
    enterprise, inspector, scheduled
):
    contact = make_contact(enterprise)
    first, second = make_checklist("灭火器在有效期内", "配电箱上锁").items.all()
    given = sent(findings=(not_ok(first, note="已过期", due=5), Found(second.pk, "ok")))
    done = record(inspection=scheduled, sent=given, by=inspector)
    hazard = done.thing.hazards.get()
    assert (done.is_new, done.thing.state) == (True, InspectionState.DONE)
    assert (hazard.severity, hazard.due_on, hazard.unit) == (
        Severity.MINOR, days(5), enterprise.managing_unit,
    )  # fmt: skip
    assert "已过期" in hazard.title
    assert hazard.responsible == contact.person


def test_the_same_inspection_sent_twice_is_one(inspector, scheduled):
    given = sent(loose=(loose(),))
    first = record(inspection=scheduled, sent=given, by=inspector)
    again = record(inspection=scheduled, sent=given, by=inspector)
    assert (again.is_new, again.thing) == (False, first.thing)
    assert (Inspection.objects.count(), Hazard.objects.count()) == (1, 1)


def test_what_a_second_inspector_found_is_kept_as_an_inspection_of_its_own(
    enterprise, inspector, scheduled
):
    other = make_inspector(enterprise)
    record(inspection=scheduled, sent=sent(loose=(loose(),)), by=inspector)
    second = record(inspection=scheduled, sent=sent(loose=(loose(),)), by=other)
    assert second.thing != scheduled
    assert second.notices
    assert set(Inspection.objects.values_list("inspector", "state")) == {
        (inspector.pk, "done"), (other.pk, "done"),
    }  # fmt: skip


def test_an_inspection_that_was_called_off_meanwhile_is_not_lost(inspector, scheduled):
    call_off(inspection=scheduled, reason="企业未开门", by=inspector)
    done = record(inspection=scheduled, sent=sent(loose=(loose(),)), by=inspector)
    assert done.thing.state == InspectionState.DONE
    assert Inspection.objects.get(pk=scheduled.pk).state == InspectionState.CALLED_OFF


def test_an_edition_that_was_withdrawn_meanwhile_still_counts(inspector, scheduled):
    edition = make_checklist()
    item = edition.items.get()
    withdraw(edition=edition, by=make_user(Role.ADMINISTRATOR))
    done = record(inspection=scheduled, sent=sent(findings=(Found(item.pk, "ok"),)), by=inspector)
    assert done.thing.findings.get().item.edition == edition


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"findings": (Found(0, "ok"),)},
        {"loose": (loose(due=-1),)},
        {"loose": (loose(due=500),)},
        {"loose": (loose(text=" \0 "),)},
        {"loose": (loose(text="长" * 501),)},
        {"loose": (loose(severity="huge"),)},
        {"loose": (loose(),) * 51},
        {"loose": (loose(photos=tuple(uuid.uuid4() for _ in range(7))),)},
        {"loose": (loose(photos=(uuid.UUID(int=1), uuid.UUID(int=1))),)},
        {"loose": (loose(),), "remark": "长" * 1001},
        {"loose": (loose(),), "at": clock.now() - timedelta(days=500)},
        {"loose": (loose(),), "is_working": False, "idle_since": days(2)},
    ],
)
def test_what_no_page_of_ours_sends_is_refused_and_nothing_is_kept(inspector, scheduled, given):
    with pytest.raises((Invalid, Conflict)):
        record(inspection=scheduled, sent=sent(**given), by=inspector)
    assert not Hazard.objects.exists()
    assert Inspection.objects.get().state == InspectionState.SCHEDULED


def test_an_item_of_a_draft_or_of_another_use_does_not_fit(inspector, scheduled):
    item = make_checklist(use=ChecklistUse.VISIT).items.get()
    with pytest.raises(Invalid):
        record(inspection=scheduled, sent=sent(findings=(Found(item.pk, "ok"),)), by=inspector)


def test_a_clock_that_is_fast_puts_nothing_into_the_future(inspector, scheduled):
    at = clock.now() + timedelta(days=3)
    done = record(inspection=scheduled, sent=sent(loose=(loose(),), at=at), by=inspector)
    assert done.thing.done_at <= clock.now()


def test_older_hazards_are_looked_at_again_and_one_that_is_cleared_by_now_is_told(
    enterprise, inspector
):
    cleared, mended = make_hazard(enterprise), make_hazard(enterprise, state=HazardState.MENDED)
    scheduled = take_on(enterprise=enterprise, day=clock.today(), by=inspector)
    clear(hazard=cleared, by=inspector)
    again = (
        LookedAgain(cleared.number, is_cleared=True),
        LookedAgain(mended.number, is_cleared=False, note="仍未关", due_on=days(2)),
    )
    done = record(inspection=scheduled, sent=sent(looked_again=again), by=inspector)
    assert [cleared.number in notice for notice in done.notices] == [True]
    mended.refresh_from_db()
    assert (mended.state, mended.due_on) == (HazardState.OPEN, days(2))


def test_photos_are_announced_with_what_they_show(inspector, scheduled):
    keys = (uuid.uuid4(), uuid.uuid4())
    item = make_checklist().items.get()
    given = sent(findings=(not_ok(item, photos=keys[:1]),), loose=(loose(photos=keys[1:]),))
    record(inspection=scheduled, sent=given, by=inspector)
    finding, step = (Photo.objects.get(client_key=key) for key in keys)
    assert finding.finding.item == item
    assert step.step.hazard.finding is None


def test_only_inspectors_of_its_units_take_an_inspection_on(enterprise, inspector):
    strangers = [make_user(role) for role in Role if role not in (Role.OFFICER, Role.COMMANDER)]
    for by in (make_user(Role.OFFICER, unit=make_unit()), *strangers):
        with pytest.raises(Refused):
            take_on(enterprise=enterprise, day=clock.today(), by=by)
    for by in (make_user(Role.COMMANDER), inspector):
        made = take_on(enterprise=enterprise, day=clock.today(), by=by)
        call_off(inspection=made, reason="改日再去", by=by)


def test_a_unit_takes_an_enterprise_on_once_at_a_time(enterprise, inspector, scheduled):
    with pytest.raises(Conflict, match=str(inspector)):
        take_on(enterprise=enterprise, day=clock.today(), by=make_inspector(enterprise))


@pytest.mark.parametrize("day", [-1, 400])
def test_an_inspection_is_planned_for_a_day_to_come(enterprise, inspector, scheduled, day):
    with pytest.raises(Invalid):
        reschedule(inspection=scheduled, day=days(day), by=inspector)


def test_what_is_done_is_not_moved(enterprise, inspector):
    done = make_inspection(enterprise, by=inspector, loose=(loose(),))
    with pytest.raises(WrongState):
        reschedule(inspection=done, day=days(1), by=inspector)


# -- visits --------------------------------------------------------------------------------------


@pytest.fixture
def officer(enterprise):
    return make_officer(enterprise)


def test_a_visit_turns_into_hazards_promises_and_questions_once(enterprise, officer):
    heard = []

    def hear(**news):
        heard.append(news)

    help_asked.connect(hear, sender=Enterprise)
    given = on_visit(
        loose=(loose(Severity.MAJOR),),
        promises=(Promised("补齐口罩", "enterprise", days(3)),),
        asked=(Asked("need", "缺口罩 2000 只", "只够三天"),),
        is_working=False,
        idle_since=days(-4),
    )
    try:
        for _again in range(2):
            record_visit(enterprise=enterprise, sent=given, by=officer)
    finally:
        help_asked.disconnect(hear, sender=Enterprise)
    visit, item = Visit.objects.get(), VisitItem.objects.get()
    assert visit.hazards.get().is_major
    assert visit.promises.get().what == "补齐口罩"
    assert SafetyProfile.objects.get().idle_since == days(-4)
    assert len(heard) == 1
    assert heard[0]["thing"] == f"enterprises.visititem:{item.pk}"
    assert (heard[0]["title"], heard[0]["enterprise"]) == ("缺口罩 2000 只", enterprise)


def test_only_the_named_officer_records_visits(enterprise, officer):
    for by in (make_inspector(enterprise), make_user(Role.COMMANDER), make_user(Role.MEMBER)):
        with pytest.raises(Refused):
            record_visit(enterprise=enterprise, sent=on_visit(loose=(loose(),)), by=by)
    enterprise.officer = None
    enterprise.save()
    with pytest.raises(Refused):
        record_visit(enterprise=enterprise, sent=on_visit(loose=(loose(),)), by=officer)


def test_promises_are_kept_or_broken_at_the_next_visit_and_overdue_ones_stand_in_the_round(
    enterprise, officer
):
    promises = (Promised("补齐口罩", "enterprise", days(0)), Promised("疏通道路", "unit", days(9)))
    record_visit(enterprise=enterprise, sent=on_visit(promises=promises), by=officer)
    Promise.objects.filter(what="补齐口罩").update(due_on=days(-2))
    (stop,) = todays_round(officer)
    assert [one.what for one in stop.overdue_promises] == ["补齐口罩"]
    late, road = open_promises(enterprise)
    judged = (Judged(late.pk, is_kept=False), Judged(road.pk, is_kept=True), Judged(0, True))
    done = record_visit(enterprise=enterprise, sent=on_visit(judged=judged), by=officer)
    assert len(done.notices) == 1
    assert set(Promise.objects.values_list("what", "state")) == {
        ("补齐口罩", PromiseState.BROKEN), ("疏通道路", PromiseState.KEPT),
    }  # fmt: skip
    with pytest.raises(WrongState):
        judge_promise(promise=road, is_kept=False, by=officer)


def test_a_question_is_told_which_case_came_of_it_and_of_no_second_one(enterprise, officer):
    asked = (Asked("question", "通行证怎么办"),)
    record_visit(enterprise=enterprise, sent=on_visit(asked=asked), by=officer)
    item, by = VisitItem.objects.get(), make_user(Role.COMMANDER)
    number, link = item.case_number, item.link
    assert number.startswith("C")
    assert number in link
    settle_help(thing_pk=item.pk, case_number=number, link=link, by=by)
    assert Entry.objects.filter(verb="enterprises.help_settled").count() == 1
    with pytest.raises(WrongState):
        settle_help(thing_pk=item.pk, case_number="C200210-XYZ", link="", by=by)


@pytest.mark.parametrize(
    "given",
    [
        {"promises": (Promised("", "enterprise", days(1)),)},
        {"promises": (Promised("补齐", "nobody", days(1)),)},
        {"promises": (Promised("补齐", "unit", days(-1)),)},
        {"asked": (Asked("need", " "),)},
        {"asked": (Asked("wish", "口罩"),)},
        {"asked": (Asked("need", "长" * 61),)},
        {"asked": (Asked("need", "口罩"),) * 31},
    ],
)
def test_a_visit_that_no_page_of_ours_sends_is_refused(enterprise, officer, given):
    with pytest.raises(Invalid):
        record_visit(enterprise=enterprise, sent=on_visit(loose=(loose(),), **given), by=officer)
    assert not Visit.objects.exists()
