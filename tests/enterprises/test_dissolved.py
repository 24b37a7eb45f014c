"""A unit is dissolved while enterprises and passes wait for it: somebody else has them at once."""

from datetime import timedelta

import pytest
from django.utils import translation

from qixin.core import clock
from qixin.core.errors import Invalid
from qixin.core.models import Entry
from qixin.enterprises.actions import filings
from qixin.enterprises.actions import register as actions
from qixin.enterprises.actions.merging import merge
from qixin.enterprises.enums import FilingState
from qixin.enterprises.models import Enterprise, Hazard
from qixin.enterprises.policies.filings import can
from qixin.passes import actions as passes
from qixin.passes import selectors as passes_selectors
from qixin.passes.models import Pass, Terms
from qixin.people.actions import dissolve
from qixin.people.enums import Role
from tests.enterprises.filings_factories import bring_to, make_draft
from tests.enterprises.register_factories import make_enterprise, make_facts, make_manager
from tests.enterprises.safety_factories import make_hazard
from tests.passes.factories import make_contact, make_holder, make_pass, make_request, set_terms
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_user(Role.ADMINISTRATOR)


def again(thing):
    return type(thing).objects.get(pk=thing.pk)


def test_a_filing_that_waits_is_decided_by_the_successor(admin):
    filing = bring_to(make_draft(), FilingState.SUBMITTED)
    gone, successor = filing.enterprise.managing_unit, make_unit("新设街道办事处")
    dissolve(unit=gone, successor=successor, by=admin)
    held = Enterprise.objects.get(pk=filing.enterprise_id)
    assert held.managing_unit == successor
    by = make_user(Role.OFFICER, unit=successor)
    assert filings.approve(filing=again(filing), by=by).state == FilingState.APPROVED
    line = Entry.objects.get(verb="enterprises.handed_over", subject_id=held.pk)
    assert line.detail == {"unit": gone.pk, "successor": successor.pk}


def test_without_a_successor_the_duty_commander_decides(admin):
    filing = bring_to(make_draft(), FilingState.SUBMITTED)
    dissolve(unit=filing.enterprise.managing_unit, successor=None, by=admin)
    by = make_user(Role.COMMANDER)
    assert filings.approve(filing=again(filing), by=by).state == FilingState.APPROVED


def test_the_supervising_department_goes_over_and_the_open_hazards_with_it(admin):
    gone, successor = make_unit(), make_unit()
    enterprise = make_enterprise(supervising_unit=gone)
    hazard = make_hazard(enterprise, by=make_user(Role.OFFICER, unit=gone))
    assert hazard.unit in (gone, enterprise.managing_unit)
    Hazard.objects.filter(pk=hazard.pk).update(unit=gone)
    version = again(enterprise).version
    dissolve(unit=gone, successor=successor, by=admin)
    held = again(enterprise)
    assert (held.supervising_unit, again(hazard).unit) == (successor, successor)
    assert held.managing_unit == enterprise.managing_unit
    # whoever has the register's form open is told that it changed
    assert held.version == version + 1


def test_a_department_without_a_successor_supervises_nobody_any_more(admin):
    gone = make_unit()
    enterprise = make_enterprise(supervising_unit=gone)
    dissolve(unit=gone, successor=None, by=admin)
    assert again(enterprise).supervising_unit is None


@pytest.mark.parametrize("field", ["managing_unit", "supervising_unit"])
def test_nothing_is_registered_for_a_unit_that_is_gone(admin, field):
    gone = make_unit()
    dissolve(unit=gone, successor=None, by=admin)
    gone.refresh_from_db()
    with pytest.raises(Invalid, match="已撤销"):
        actions.register(facts=make_facts(**{field: gone}), by=admin)


def test_requests_and_passes_of_a_dissolved_office_go_to_its_successor(admin):
    gone, successor = make_unit("区交通运输局"), make_unit("区交通局")
    set_terms(office=gone)
    issued, waiting = make_pass(), make_request(plate="冀A00013")
    refused = passes.refuse(
        asked=make_request(plate="冀A00014"), reason="材料不全", by=make_user(Role.COMMANDER)
    )
    dissolve(unit=gone, successor=successor, by=admin)
    by = make_user(Role.OFFICER, unit=successor)
    assert list(passes_selectors.queue(by)) == [waiting]
    passes.approve(asked=waiting, by=by)
    passes.revoke(asked=issued, reason="车辆信息有误", by=by)
    assert Terms.objects.get().office == successor
    # what is over and done stays with whoever decided it
    assert Pass.objects.get(pk=refused.pk).office == gone
    assert Entry.objects.filter(verb="passes.handed_over").count() == 2


def test_without_a_successor_the_commanders_decide_on_passes_alone(admin):
    gone = make_unit()
    set_terms(office=gone)
    waiting = make_request()
    dissolve(unit=gone, successor=None, by=admin)
    assert Pass.objects.get().office is None
    assert waiting in passes_selectors.queue(make_user(Role.COMMANDER))
    gone.refresh_from_db()
    with pytest.raises(Invalid, match="已撤销"):
        set_terms(office=gone)


def test_a_dissolved_enterprise_asks_for_no_passes(admin):
    holder = make_holder()
    contact = make_contact(holder)
    dissolve(unit=holder, successor=None, by=admin)
    holder.refresh_from_db()
    assert not passes_selectors.holders(contact).exists()
    with pytest.raises(Invalid, match="已撤销"):
        make_request(holder=holder, by=contact)


def test_passes_of_a_dissolved_holder_end_and_every_post_hears_of_it(admin):
    holder, successor = make_holder(), make_holder()
    first, second = make_pass(holder=holder), make_pass(holder=holder, plate="冀A00013")
    waiting, other = make_request(holder=holder, plate="冀A00014"), make_pass(plate="冀A00015")
    over = make_pass(holder=holder, plate="冀A00016")
    Pass.objects.filter(pk=over.pk).update(
        valid_from=clock.now() - timedelta(days=3), valid_until=clock.now() - timedelta(days=1)
    )
    with translation.override("en"):
        dissolve(unit=holder, successor=successor, by=admin)
    states = {one.pk: one.state for one in Pass.objects.all()}
    assert [states[one.pk] for one in (first, second, waiting, other, over)] == [
        "revoked", "revoked", "refused", "issued", "issued",
    ]  # fmt: skip
    # in the district's language, whoever dissolved it
    assert "承接单位" in again(first).reason
    delta = passes_selectors.revocations_after(0)
    assert (delta.version, set(delta.revoked)) == (2, {first.number, second.number})
    lines = Entry.objects.filter(verb__in=["passes.revoked", "passes.refused"])
    assert sorted(lines.values_list("subject_id", flat=True)) == sorted(
        one.pk for one in (first, second, waiting)
    )
    passes.revoke(asked=other, reason="车辆信息有误", by=make_user(Role.COMMANDER))
    assert passes_selectors.revocations_after(2).version == 3


def test_passes_under_the_name_of_a_double_end_with_the_enterprise_that_stands_for_it(admin):
    double, stays = make_enterprise(), make_enterprise()
    merge(double=double, into=stays, by=admin)
    under_old_name = make_pass(holder=double.unit)
    dissolve(unit=stays.unit, successor=None, by=admin)
    assert again(under_old_name).state == "revoked"


def test_a_request_that_slipped_in_before_its_holder_was_dissolved_is_not_issued(admin):
    holder, by = make_holder(), make_user(Role.COMMANDER)
    dissolve(unit=holder, successor=None, by=admin)
    waiting = make_request()
    Pass.objects.filter(pk=waiting.pk).update(holder=holder)
    with pytest.raises(Invalid, match="已撤销"):
        passes.approve(asked=again(waiting), by=by)
    passes.set_rule(pass_class=waiting.pass_class, longest_days=30, provinces="", is_active=True,
                    by=admin)  # fmt: skip
    [(_left, why)] = passes.approve_by_rule(asked=[waiting], by=by).left
    assert "已撤销" in why


def test_a_dissolved_enterprise_files_nothing_and_nothing_of_it_is_approved(admin):
    filing = bring_to(make_draft(), FilingState.SUBMITTED)
    enterprise, contact = filing.enterprise, filing.submitted_by
    dissolve(unit=enterprise.unit, successor=None, by=admin)
    with pytest.raises(Invalid, match="已撤销"):
        filings.begin(enterprise=again(enterprise), by=contact)
    manager = make_manager(enterprise)
    with pytest.raises(Invalid, match="已撤销"):
        filings.approve(filing=again(filing), by=manager)
    assert not can(manager, "approve", filing=again(filing))
    # what lies there is cleared away by whoever may still see it
    assert filings.withdraw(filing=again(filing), by=contact).state == FilingState.WITHDRAWN


def test_the_manager_of_an_enterprise_that_moved_decides_no_more(admin):
    enterprise = make_enterprise()
    before = make_manager(enterprise)
    filing = bring_to(make_draft(enterprise=enterprise), FilingState.SUBMITTED)
    dissolve(unit=enterprise.managing_unit, successor=make_unit(), by=admin)
    assert not can(before, "approve", filing=again(filing))
