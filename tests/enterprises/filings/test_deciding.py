"""Filings: state × verb × role, terms, suspension, merging."""

from datetime import timedelta

import pytest
from django.urls import reverse

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, QixinError, Refused, WrongState
from qixin.core.models import Entry
from qixin.enterprises import bars
from qixin.enterprises.actions import filing_files, filing_workers, filings, merging, rules
from qixin.enterprises.enums import FilingState
from qixin.enterprises.models import (
    FilingTerms,
    ResumptionFiling,
)
from qixin.enterprises.policies import filings as policies
from qixin.enterprises.selectors import filings as selectors
from qixin.enterprises.workflow import INITIAL, JOURNAL, TRANSITIONS
from qixin.people.enums import Role
from tests.enterprises.filings.browsing import signed_in
from tests.enterprises.filings_factories import bring_to, letter, make_draft
from tests.enterprises.register_factories import make_contact, make_enterprise, make_manager
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db
F = FilingState
ID_NUMBER = "370305190001023450"


VERBS = {
    "submit": lambda one, by: filings.submit(filing=one, by=by),
    "return": lambda one, by: filings.send_back(filing=one, remarks={"masks": "请核对"}, by=by),
    "approve": lambda one, by: filings.approve(filing=one, by=by),
    "suspend": lambda one, by: filings.suspend(filing=one, reason="发现重大隐患", by=by),
    "lift": lambda one, by: filings.lift(filing=one, reason="隐患已整改", by=by),
    "withdraw": lambda one, by: filings.withdraw(filing=one, by=by),
}
FILES = {"contact"}
DECIDES = {"manager", "commander"}
MAY = {"submit": FILES, "withdraw": FILES, "return": DECIDES, "approve": DECIDES,
       "suspend": DECIDES | {"supervisor"}, "lift": DECIDES | {"supervisor"}}  # fmt: skip


def people_around(enterprise):
    return {
        "contact": make_contact(enterprise),
        "manager": make_manager(enterprise),
        "supervisor": make_user(Role.OFFICER, unit=enterprise.supervising_unit),
        "other contact": make_contact(make_enterprise()),
        "other officer": make_user(Role.OFFICER, unit=make_unit()),
        **{role: make_user(role) for role in Role
           if role not in (Role.OFFICER, Role.ENTERPRISE_CONTACT)},
    }  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", F.values)
def test_a_verb_works_from_the_states_drawn_and_for_the_roles_that_may(state, verb):
    one = bring_to(make_draft(enterprise=make_enterprise(supervising_unit=make_unit())), F(state))
    origins, target = TRANSITIONS["filing"][verb]
    around = people_around(one.enterprise)
    for who, by in around.items():
        allowed = state in origins and str(who) in MAY[verb]
        assert policies.can(by, verb, filing=one) == allowed, (state, verb, who)
        if not allowed:
            with pytest.raises(QixinError):
                VERBS[verb](one, by)
            assert ResumptionFiling.objects.get(pk=one.pk).state == state
    if state in origins:
        VERBS[verb](one, around[sorted(MAY[verb])[0]])
        assert ResumptionFiling.objects.get(pk=one.pk).state == target
        assert Entry.objects.filter(verb=JOURNAL[verb], subject_id=one.pk).exists()


def test_every_state_can_be_reached_and_every_verb_is_journaled():
    reached = {target for _from, target in TRANSITIONS["filing"].values()}
    assert reached | {INITIAL["filing"]} == set(F.values)
    assert TRANSITIONS["filing"].keys() <= JOURNAL.keys()


def test_nobody_decides_on_what_they_submitted_themselves():
    enterprise = make_enterprise()
    both = make_user(Role.COMMANDER, Role.ENTERPRISE_CONTACT)
    draft = make_draft(enterprise=enterprise, by=both)
    filings.submit(filing=draft, by=both)
    with pytest.raises(Refused):
        filings.approve(filing=draft, by=both)


def test_one_filing_is_begun_by_two_presses_and_one_is_in_hand():
    enterprise = make_enterprise()
    contact, other = make_contact(enterprise), make_contact(enterprise)
    first = filings.begin(enterprise=enterprise, by=contact)
    assert filings.begin(enterprise=enterprise, by=other) == first
    assert ResumptionFiling.objects.count() == 1


def test_two_submits_submit_once():
    draft = make_draft()
    filings.submit(filing=draft, by=draft.begun_by)
    with pytest.raises(WrongState):
        filings.submit(filing=draft, by=draft.begun_by)
    assert Entry.objects.filter(verb=JOURNAL["submit"]).count() == 1


def test_an_approval_lasts_for_the_terms_and_is_renewed_from_what_was_filed(admin):
    terms = FilingTerms.objects.create(period_days=7)
    rules.set_filing_terms(period_days=10, version=terms.version, by=admin)
    one = make_draft()
    filing_workers.list_worker(
        filing=one, worker=filing_workers.Worker("演练丁", ID_NUMBER), by=one.begun_by
    )
    one = bring_to(one, F.APPROVED)
    assert one.valid_until == clock.today() + timedelta(days=9)
    assert not one.is_over
    ResumptionFiling.objects.filter(pk=one.pk).update(valid_until=clock.today() - timedelta(days=1))
    one.refresh_from_db()
    assert one.is_over
    newer = filings.begin(enterprise=one.enterprise, by=one.begun_by)
    assert (newer.renews, newer.masks, newer.workers.count()) == (one, 840, 1)
    assert newer.files.count() == 0
    filing_files.add_file(filing=newer, given=letter(), by=one.begun_by)
    filings.submit(filing=newer, by=one.begun_by)
    filings.approve(filing=newer, by=make_user(Role.COMMANDER))
    one.refresh_from_db()
    assert one.state == F.REPLACED


def test_a_suspension_is_not_dodged_by_filing_anew():
    one = bring_to(make_draft(), F.SUSPENDED)
    with pytest.raises(Conflict):
        filings.begin(enterprise=one.enterprise, by=one.begun_by)
    with pytest.raises(WrongState):
        filings.withdraw(filing=one, by=one.begun_by)


def test_what_bars_an_enterprise_keeps_it_from_being_approved_and_lifted():
    one = bring_to(make_draft(), F.SUBMITTED)
    stopped = bring_to(make_draft(), F.SUSPENDED)
    commander = make_user(Role.COMMANDER)

    def bar(enterprise):
        return "有重大隐患未整改。"

    bars.register(bar)
    try:
        with pytest.raises(Conflict, match="重大隐患"):
            filings.approve(filing=one, by=commander)
        with pytest.raises(Conflict, match="重大隐患"):
            filings.lift(filing=stopped, reason="已整改到位", by=commander)
    finally:
        bars._bars.remove(bar)
    filings.approve(filing=one, by=commander)


def test_remarks_stand_at_their_fields_until_it_is_submitted_again():
    one = bring_to(make_draft(), F.RETURNED)
    assert selectors.remarks_of(one) == {"masks": "请核对口罩数量"}
    page = signed_in(one.begun_by).get(reverse("enterprises:edit_filing", args=[one.number]))
    assert "请核对口罩数量" in page.content.decode()
    filings.submit(filing=one, by=one.begun_by)
    one.refresh_from_db()
    assert selectors.remarks_of(one) == {}
    assert one.submissions == 2
    with pytest.raises(Invalid):
        filings.send_back(filing=one, remarks={"masks": " \0 "}, by=make_user(Role.COMMANDER))
    with pytest.raises(Invalid):
        filings.send_back(filing=one, remarks={"state": "x"}, by=make_user(Role.COMMANDER))


def test_a_filing_of_a_merged_enterprise_goes_over_and_cannot_be_begun_there(admin):
    draft = make_draft()
    gone, into = draft.enterprise, make_enterprise()
    merging.merge(double=gone, into=into, by=admin)
    draft.refresh_from_db()
    assert draft.enterprise == into
    contact = draft.begun_by
    filings.submit(filing=draft, by=contact)
    gone.refresh_from_db()
    with pytest.raises(WrongState):
        filings.begin(enterprise=gone, by=contact)


@pytest.mark.parametrize("theirs", [F.DRAFT, F.APPROVED, F.SUSPENDED])
@pytest.mark.parametrize("ours", [F.SUBMITTED, F.APPROVED, F.SUSPENDED])
def test_merging_keeps_one_in_hand_and_one_that_stands_and_no_suspension_is_lost(
    admin, ours, theirs
):
    one, other = bring_to(make_draft(), ours), bring_to(make_draft(), theirs)
    merging.merge(double=other.enterprise, into=one.enterprise, by=admin)
    rows = ResumptionFiling.objects.filter(enterprise=one.enterprise)
    assert rows.count() == 2
    suspended = F.SUSPENDED in (ours, theirs)
    assert rows.filter(state=F.SUSPENDED).count() == suspended
