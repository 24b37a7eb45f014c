"""state × verb × who: what is drawn and granted works, everything else is refused unchanged."""

import pytest

from qixin.core.errors import Conflict, Invalid, QixinError, Refused, WrongState
from qixin.core.models import Entry
from qixin.enterprises.actions import filings
from qixin.enterprises.actions import hazards as actions
from qixin.enterprises.actions.merging import merge
from qixin.enterprises.enums import FilingState, HazardState, Severity
from qixin.enterprises.models import Hazard, ResumptionFiling
from qixin.enterprises.policies.safety import can_step
from qixin.enterprises.selectors.safety import open_major_hazards, why_barred
from qixin.enterprises.workflow.filings import JOURNAL as FILING_JOURNAL
from qixin.enterprises.workflow.safety import INITIAL, JOURNAL, TRANSITIONS
from qixin.people.enums import Role
from tests.enterprises.filings_factories import bring_to, make_draft
from tests.enterprises.safety_factories import (
    days,
    loose,
    make_contact,
    make_enterprise,
    make_hazard,
    make_inspector,
    make_officer,
    make_visit,
)
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db

WHY = "等待配件到货"
VERBS = {
    "report_mended": lambda one, by: actions.report_mended(hazard=one, note="已关好", by=by),
    "clear": lambda one, by: actions.clear(hazard=one, by=by),
    "not_clear": lambda one, by: actions.not_clear(
        hazard=one, note="仍未关", due_on=days(9), by=by
    ),
    "extend": lambda one, by: actions.extend(hazard=one, due_on=days(9), reason=WHY, by=by),
    "drop": lambda one, by: actions.drop(hazard=one, reason=WHY, by=by),
}  # fmt: skip
INSPECT = {"inspector", Role.COMMANDER}
MAY = {
    "report_mended": {"contact"},
    "clear": INSPECT | {"named officer"},
    "not_clear": INSPECT | {"named officer"},
    "extend": INSPECT,
    "drop": INSPECT,
}
WHO = ["inspector", "contact", "named officer", "other inspector", "other contact",
       *(role for role in Role if role not in (Role.OFFICER, Role.ENTERPRISE_CONTACT))]  # fmt: skip


def someone(who, enterprise):
    made = {
        "inspector": lambda: make_inspector(enterprise),
        "contact": lambda: make_contact(enterprise),
        "named officer": lambda: make_officer(enterprise),
        "other inspector": lambda: make_user(Role.OFFICER, unit=make_unit()),
        "other contact": lambda: make_user(Role.ENTERPRISE_CONTACT, unit=make_unit()),
    }
    return made[who]() if who in made else make_user(who)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", HazardState.values)
def test_a_verb_works_from_the_states_that_are_drawn_and_for_those_who_may(state, verb):
    hazard = make_hazard(state=HazardState(state))
    origins, target = TRANSITIONS["hazard"][verb]
    for who in WHO:
        by = someone(who, hazard.enterprise)
        hazard.refresh_from_db()
        allowed = state in origins and who in MAY[verb]
        assert can_step(by, verb, hazard=hazard) == allowed, (state, verb, who)
        if not allowed:
            with pytest.raises(QixinError):
                VERBS[verb](hazard, by)
            assert Hazard.objects.get(pk=hazard.pk).state == state
    if state in origins:
        VERBS[verb](hazard, someone(next(iter(MAY[verb] - {"named officer"})), hazard.enterprise))
        assert Hazard.objects.get(pk=hazard.pk).state == target
        assert Entry.objects.filter(verb=JOURNAL[verb], subject_id=hazard.pk).exists()


def test_every_state_can_be_reached_and_every_verb_is_journaled():
    reached = {target for _from, target in TRANSITIONS["hazard"].values()}
    assert reached | {INITIAL["hazard"]} == set(HazardState.values)
    # one of the room's verbs stands for filings alone
    words = JOURNAL.keys() | {"withdraw"}
    assert all(verbs.keys() <= words for verbs in TRANSITIONS.values())
    assert "withdraw_checklist" in JOURNAL


def test_a_major_hazard_bars_the_enterprise_until_the_last_one_is_cleared():
    enterprise = make_enterprise()
    first = make_hazard(enterprise, severity=Severity.MAJOR)
    second = make_hazard(enterprise, severity=Severity.MAJOR)
    inspector = make_inspector(enterprise)
    assert set(open_major_hazards(enterprise)) == {first, second}
    assert f"{first.number}、{second.number}" in why_barred(enterprise)
    actions.clear(hazard=first, by=inspector)
    assert not Entry.objects.filter(verb=JOURNAL["unbar"]).exists()
    actions.clear(hazard=second, by=inspector)
    assert why_barred(enterprise) == ""
    assert not open_major_hazards(enterprise).exists()
    assert Entry.objects.filter(verb=JOURNAL["bar"], subject_id=enterprise.pk).count() == 2
    assert Entry.objects.filter(verb=JOURNAL["unbar"], subject_id=enterprise.pk).count() == 1


def test_a_named_officer_clears_no_major_hazard():
    enterprise = make_enterprise()
    hazard = make_hazard(enterprise, severity=Severity.MAJOR)
    with pytest.raises(Refused, match="重大"):
        actions.clear(hazard=hazard, by=make_officer(enterprise))


def test_clearing_twice_is_told_and_keeps_what_was_typed():
    hazard = make_hazard()
    actions.clear(hazard=hazard, by=make_inspector(hazard.enterprise))
    with pytest.raises(WrongState) as refused:
        actions.clear(hazard=hazard, note="看过了，已关", by=make_inspector(hazard.enterprise))
    assert refused.value.kept == "看过了，已关"


def test_a_deadline_is_extended_once_by_an_inspector_and_again_by_another_who_decides():
    hazard = make_hazard()
    first, second = make_inspector(hazard.enterprise), make_inspector(hazard.enterprise)
    hazard = actions.extend(hazard=hazard, due_on=days(5), reason=WHY, by=first)
    with pytest.raises(Refused, match="他人"):
        actions.extend(hazard=hazard, due_on=days(8), reason=WHY, by=first)
    hazard = actions.extend(hazard=hazard, due_on=days(8), reason=WHY, by=second)
    assert (hazard.extensions, hazard.due_on) == (2, days(8))


@pytest.mark.parametrize("due", [-1, 3, 400])
def test_a_new_deadline_lies_after_the_old_one_and_within_a_year(due):
    hazard = make_hazard()
    with pytest.raises(Invalid):
        actions.extend(
            hazard=hazard, due_on=days(due), reason=WHY, by=make_inspector(hazard.enterprise)
        )


@pytest.mark.parametrize("note", ["", " \n", "\0", "长" * 1001])
def test_mending_is_reported_in_words_that_fit(note):
    hazard = make_hazard()
    with pytest.raises(Invalid):
        actions.report_mended(hazard=hazard, note=note, by=make_contact(hazard.enterprise))


def test_nobody_drops_a_hazard_that_they_found():
    enterprise = make_enterprise()
    finder = make_inspector(enterprise)
    hazard = make_hazard(enterprise, by=finder)
    with pytest.raises(Refused, match="他人"):
        actions.drop(hazard=hazard, reason=WHY, by=finder)


def approved_filing(enterprise):
    return bring_to(make_draft(enterprise=enterprise), FilingState.APPROVED)


def state_of(filing):
    return ResumptionFiling.objects.get(pk=filing.pk).state


def test_a_major_hazard_suspends_an_approved_filing_until_the_last_one_is_cleared():
    enterprise = make_enterprise()
    filing = approved_filing(enterprise)
    make_hazard(enterprise)
    assert state_of(filing) == FilingState.APPROVED
    # a named officer decides on nothing: the hazard does
    make_officer(enterprise)
    make_visit(enterprise, loose=(loose(Severity.MAJOR),))
    first = open_major_hazards(enterprise).get()
    filing.refresh_from_db()
    assert (filing.state, filing.suspended_for) == (FilingState.SUSPENDED, first)
    assert first.number in filing.why
    suspended = Entry.objects.get(verb=FILING_JOURNAL["suspend"], subject_id=filing.pk)
    assert suspended.detail["hazard"] == first.number
    second = make_hazard(enterprise, severity=Severity.MAJOR)
    inspector = make_inspector(enterprise)
    with pytest.raises(Conflict):
        filings.lift(filing=filing, reason=WHY, by=inspector)
    actions.clear(hazard=first, by=inspector)
    assert state_of(filing) == FilingState.SUSPENDED
    actions.drop(hazard=second, reason=WHY, by=inspector)
    filing.refresh_from_db()
    assert (filing.state, filing.suspended_for) == (FilingState.APPROVED, None)


def test_clearing_lifts_no_suspension_that_somebody_decided_on():
    enterprise = make_enterprise()
    filing = approved_filing(enterprise)
    inspector = make_inspector(enterprise)
    filings.suspend(filing=filing, reason=WHY, by=inspector)
    hazard = make_hazard(enterprise, severity=Severity.MAJOR)
    actions.clear(hazard=hazard, by=inspector)
    assert state_of(filing) == FilingState.SUSPENDED


def test_what_waits_for_a_decision_is_not_approved_while_a_major_hazard_is_open():
    enterprise = make_enterprise()
    filing = bring_to(make_draft(enterprise=enterprise), FilingState.SUBMITTED)
    make_hazard(enterprise, severity=Severity.MAJOR)
    with pytest.raises(Conflict):
        filings.approve(filing=filing, by=make_user(Role.COMMANDER))
    assert state_of(filing) == FilingState.SUBMITTED


def test_a_double_that_is_merged_brings_the_bar_of_its_major_hazard():
    enterprise, double = make_enterprise(), make_enterprise()
    filing = approved_filing(enterprise)
    make_hazard(double, severity=Severity.MAJOR)
    merge(double=double, into=enterprise, by=make_user(Role.ADMINISTRATOR))
    assert state_of(filing) == FilingState.SUSPENDED
