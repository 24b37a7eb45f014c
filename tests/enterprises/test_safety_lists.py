"""Who sees which hazards, how far overdue ones are told, what a score is made of."""

from datetime import timedelta

import pytest
import time_machine

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, Refused, WrongState
from qixin.enterprises.actions.checklists import (
    Item,
    begin_draft,
    draft_checklist,
    publish,
    revise_draft,
)
from qixin.enterprises.actions.escalating import STEPS, escalate_overdue
from qixin.enterprises.actions.hazards import extend
from qixin.enterprises.actions.moving import move_safety
from qixin.enterprises.actions.profiling import note_idle
from qixin.enterprises.actions.weighing import Weighed, set_weights
from qixin.enterprises.enums import ChecklistUse, HazardState, Severity
from qixin.enterprises.models import Escalation, Hazard, Tag
from qixin.enterprises.selectors.checklists import applicable
from qixin.enterprises.selectors.inspections import PlanFilter, plan
from qixin.enterprises.selectors.risk import facts_of, score, weights
from qixin.enterprises.selectors.round import todays_round
from qixin.enterprises.selectors.safety import (
    HazardFilter,
    hazard_tallies,
    hazards,
    listed_hazards,
    waiting_hazards,
)
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
    make_visit,
)
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


def test_each_sees_the_hazards_of_their_own_enterprises_and_readers_of_the_district_all():
    here, there = make_hazard(), make_hazard()
    own = here.enterprise
    supervisor = make_unit()
    own.supervising_unit = supervisor
    own.save()
    only_here = [
        make_inspector(own), make_contact(own), make_officer(own),
        make_user(Role.OFFICER, unit=supervisor),
    ]  # fmt: skip
    for user in only_here:
        assert set(hazards(user)) == {here}
    reads_all = {Role.COMMANDER, Role.AUDITOR, Role.ADMINISTRATOR, Role.TRIAGE_EDITOR,
                 Role.CHIEF_EDITOR}  # fmt: skip
    for role in set(Role) - {Role.OFFICER, Role.ENTERPRISE_CONTACT}:
        seen = {here, there} if role in reads_all else set()
        assert set(hazards(make_user(role))) == seen, role


def test_the_figures_are_those_of_the_lists_behind_them():
    enterprise = make_enterprise()
    for state in HazardState:
        make_hazard(enterprise, state=state)
    make_hazard(enterprise, severity=Severity.MAJOR)
    Hazard.objects.filter(severity=Severity.MAJOR).update(due_on=days(-2))
    user = make_inspector(enterprise)
    tallies = hazard_tallies(user, HazardFilter())
    assert tallies == {
        "open": 3, "mine": 1, "overdue": 1, "major": 1, "mended": 1, "ended": 2, "all": 5,
    }  # fmt: skip
    for which, count in tallies.items():
        assert listed_hazards(user, HazardFilter(which=which)).count() == count


@pytest.mark.parametrize("severity", Severity.values)
def test_an_overdue_hazard_is_told_upward_a_step_at_a_time_and_once(severity):
    enterprise = make_enterprise()
    finder, decider = make_inspector(enterprise), make_inspector(enterprise)
    commander, auditor = make_user(Role.COMMANDER), make_user(Role.AUDITOR)
    hazard = make_hazard(enterprise, severity=severity, by=finder)
    waits = []
    for over in STEPS[severity]:
        with time_machine.travel(clock.now() + timedelta(days=3 + over), tick=False):
            escalate_overdue()
            assert escalate_overdue() == 0
            waits.append([waiting_hazards(u) for u in (finder, decider, commander, auditor)])
    assert waits == [[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0]]
    assert list(Escalation.objects.values_list("step", flat=True)) == [1, 2, 3]
    assert hazard.steps.filter(kind="escalated").count() == 3
    told = [user.notices.count() for user in (finder, decider, commander, auditor)]
    assert told == [2, 1, 1, 0], "the finder is one of the unit's officers, too"


def test_a_later_deadline_begins_the_steps_anew():
    hazard = make_hazard()
    with time_machine.travel(clock.now() + timedelta(days=5), tick=False):
        escalate_overdue()
        extend(hazard=hazard, due_on=days(3), reason="等待配件",
               by=make_inspector(hazard.enterprise))  # fmt: skip
    hazard.refresh_from_db()
    assert hazard.reached == 0
    with time_machine.travel(clock.now() + timedelta(days=10), tick=False):
        assert escalate_overdue() == 1
    assert Escalation.objects.count() == 2


def test_a_score_is_the_sum_of_the_terms_that_it_names():
    enterprise = make_enterprise(industry="E", headcount=120)
    make_hazard(enterprise, severity=Severity.MAJOR)
    note_idle(enterprise=enterprise, is_working=False, since=days(-15), seen_on=days(0),
              by=make_inspector(enterprise))  # fmt: skip
    found = score(enterprise, facts_of([enterprise.pk])[enterprise.pk], weights())
    # construction 25, two weeks idle 4, two full fifties of people 4, a major hazard 20
    assert found.total == sum(term.points for term in found.terms) == 25 + 4 + 4 + 20


def test_weights_that_were_set_count_and_a_second_editor_is_told():
    tag = Tag.objects.create(name="危险化学品")
    enterprise = make_enterprise(industry="J")
    enterprise.tags.add(tag)
    admin = make_user(Role.ADMINISTRATOR)
    rows = [Weighed("tag", 40, tag=tag), Weighed("never", 7, 1, 7)]
    given = {"days": {"minor_days": 5, "major_days": 1}, "version": 1, "by": admin}
    set_weights(weighed=rows, **given)
    (line,) = plan(make_inspector(enterprise), PlanFilter())
    assert line.score.total == 47
    with pytest.raises(Conflict):
        set_weights(weighed=rows, **given)
    with pytest.raises(Refused):
        set_weights(weighed=rows, **given | {"by": make_user(Role.COMMANDER)})
    with pytest.raises(Invalid):
        set_weights(weighed=[Weighed("tag", 9_999, tag=tag)], **given | {"version": 2})


def test_the_plan_has_an_inspectors_own_enterprises_the_highest_score_first():
    unit = make_unit()
    low = make_enterprise(managing=unit, industry="J")
    high = make_enterprise(managing=unit, industry="E")
    make_enterprise()
    lines = plan(make_user(Role.OFFICER, unit=unit), PlanFilter())
    assert [line.enterprise for line in lines] == [high, low]
    assert plan(make_user(Role.MEMBER), PlanFilter()) == []


def test_a_checklist_is_for_its_industries_and_tags_and_without_them_for_all():
    tag = Tag.objects.create(name="危险化学品")
    make_checklist(name="通用")
    make_checklist(name="建筑", industries=["E"])
    make_checklist(name="危化", tags=[tag])
    make_checklist(name="走访", use=ChecklistUse.VISIT)
    builder, chemist = make_enterprise(industry="E"), make_enterprise(industry="C")
    chemist.tags.add(tag)

    def names(enterprise):
        found = applicable(enterprise, ChecklistUse.INSPECTION)
        return [edition.checklist.name for edition in found]

    assert (names(builder), names(chemist)) == (["通用", "建筑"], ["通用", "危化"])


def test_what_is_published_never_changes_and_a_new_edition_takes_its_place():
    admin = make_user(Role.ADMINISTRATOR)
    first = make_checklist("灭火器在有效期内")
    with pytest.raises(WrongState):
        revise_draft(draft=first, items=[Item("另一项", "minor")], version=first.version, by=admin)
    second = begin_draft(checklist=first.checklist, by=admin)
    assert begin_draft(checklist=first.checklist, by=admin) == second
    publish(draft=second, by=admin)
    first.refresh_from_db()
    assert first.state == "withdrawn"
    assert first.items.get().text == second.items.get().text


def test_two_editors_of_a_draft_the_second_is_told_and_keeps_the_text():
    admin = make_user(Role.ADMINISTRATOR)
    draft = draft_checklist(name="通用", use=ChecklistUse.INSPECTION, by=admin)
    with pytest.raises(Invalid):
        publish(draft=draft, by=admin)
    items = [Item("灭火器在有效期内", "minor")]
    revise_draft(draft=draft, items=items, version=1, by=admin)
    with pytest.raises(Conflict) as refused:
        revise_draft(draft=draft, items=[Item("我写的", "minor")], version=1, by=admin)
    assert refused.value.kept == "我写的"
    with pytest.raises(Conflict):
        draft_checklist(name="通用", use=ChecklistUse.INSPECTION, by=admin)


def test_the_round_has_own_enterprises_whoever_needs_a_visit_most_first():
    calm, grave, late = make_enterprise(), make_enterprise(), make_enterprise()
    officer = make_officer(calm, grave, late)
    make_enterprise()
    make_hazard(grave, severity=Severity.MAJOR)
    make_visit(late)
    Hazard.objects.filter(enterprise=late).update(due_on=days(-1))
    assert [stop.enterprise for stop in todays_round(officer)] == [grave, calm, late]
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert [stop.enterprise for stop in todays_round(officer)] == [grave, late, calm]


def test_a_merge_takes_everything_over():
    double, into = make_enterprise(), make_enterprise()
    make_inspection(double, loose=(loose(),))
    assert move_safety(double=double, into=into, by=make_user(Role.COMMANDER)) == 2
    assert set(Hazard.objects.values_list("enterprise", flat=True)) == {into.pk}
