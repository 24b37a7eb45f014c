"""Decisions about reports: each leads where workflow.py says, and can be taken back."""

import contextlib
from datetime import timedelta

import pytest
import time_machine

from qixin.core import clock, journal
from qixin.core.errors import Conflict, Invalid, QixinError, Refused
from qixin.people.enums import Role
from qixin.reports import actions
from qixin.reports.enums import FilingReason, Outcome, ReportState, Urgency
from tests.people.factories import make_town, make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_user(Role.TRIAGE_EDITOR)


def act(verb, report, by):
    """Each verb with the least it needs."""
    return {
        "file": lambda: actions.file(report=report, reason=FilingReason.UNCLEAR, by=by),
        "merge": lambda: actions.merge(report=report, into=make_report("另一件"), by=by),
        "undo": lambda: actions.undo(report=report, by=by),
        "pass_on": lambda: actions.settle(
            report=report, thing="cases.case:1", outcome=Outcome.CASE_OPENED, by=by
        ),
    }[verb]()


def in_state(state, by):
    report = make_report()
    verbs = {ReportState.TRIAGED: "pass_on", ReportState.MERGED: "merge", ReportState.FILED: "file"}
    if state in verbs:
        act(verbs[state], report, by)
    report.refresh_from_db()
    assert report.state == state
    return report


@pytest.mark.parametrize("verb", ["pass_on", "merge", "file", "undo"])
@pytest.mark.parametrize("state", ReportState)
def test_a_verb_leads_where_the_workflow_draws_it_and_nowhere_else(state, verb, editor):
    from qixin.reports.workflow import TRANSITIONS

    origins, target = TRANSITIONS["report"][verb]
    report = in_state(state, editor)
    if state in origins and not (verb == "undo" and state == ReportState.TRIAGED):
        if state == ReportState.TRIAGED and verb == "pass_on":
            actions.settle(
                report=report, thing="cases.case:2", outcome=Outcome.CASE_OPENED, by=editor
            )
        else:
            act(verb, report, editor)
        report.refresh_from_db()
        assert report.state == target
    else:
        lines = journal.timeline(report).count()
        with contextlib.suppress(QixinError):
            act(verb, report, editor)
        report.refresh_from_db()
        assert report.state == state
        assert journal.timeline(report).count() == lines


@pytest.mark.parametrize("role", Role)
def test_only_those_who_triage_may_decide(role):
    report, user = make_report(), make_user(role)
    allowed = role in (Role.TRIAGE_EDITOR, Role.CHIEF_EDITOR)
    if allowed:
        assert actions.file(report=report, reason=FilingReason.INFORMATION, by=user)
    else:
        with pytest.raises(Refused):
            actions.file(report=report, reason=FilingReason.INFORMATION, by=user)


def test_an_editor_of_one_town_does_not_decide_about_another():
    here, there = make_town(), make_town("370305002", "雪宫街道")
    user = make_user(Role.TRIAGE_EDITOR, area=here)
    report = make_report()
    report.town = there
    report.save()
    with pytest.raises(Refused):
        actions.claim(report=report, by=user)


def test_two_people_do_not_hold_the_same_report(editor):
    other, report = make_user(Role.TRIAGE_EDITOR), make_report()
    actions.claim(report=report, by=editor)
    with pytest.raises(Conflict):
        actions.claim(report=report, by=other)
    with pytest.raises(Conflict):
        actions.file(report=report, reason=FilingReason.UNCLEAR, by=other)
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        assert actions.claim(report=report, by=other).claimed_by == other


def test_undoing_leaves_the_decision_on_record_and_nothing_told(editor):
    report = in_state(ReportState.MERGED, editor)
    actions.undo(report=report, by=editor)
    report.refresh_from_db()
    assert (report.state, report.merged_into) == (ReportState.RECEIVED, None)
    assert report.triages.get().undone_at is not None
    assert not report.settlements.exists()


def test_a_report_of_two_things_stays_out_of_the_queue_until_both_are_undone(editor):
    report = in_state(ReportState.TRIAGED, editor)
    actions.settle(
        report=report, thing="newsroom.story:5", outcome=Outcome.STORY_DRAFTED, by=editor
    )
    actions.unsettle(report=report, thing="cases.case:1", by=editor)
    report.refresh_from_db()
    assert report.state == ReportState.TRIAGED
    actions.unsettle(report=report, thing="newsroom.story:5", by=editor)
    report.refresh_from_db()
    assert report.state == ReportState.RECEIVED


def test_merging_into_itself_or_into_a_merged_one_is_refused(editor):
    merged = in_state(ReportState.MERGED, editor)
    report = make_report()
    for target in (report, merged):
        with pytest.raises(Invalid):
            actions.merge(report=report, into=target, by=editor)


def test_a_report_takes_its_parts_along_into_one_that_is_already_decided(editor):
    decided = in_state(ReportState.TRIAGED, editor)
    report, part = make_report("第一件"), make_report("第二件")
    actions.merge(report=part, into=report, by=editor)
    actions.merge(report=report, into=decided, by=editor)
    for one in (part, report):
        one.refresh_from_db()
        assert (one.state, one.merged_into) == (ReportState.MERGED, decided)
        assert one.settlements.get().title == decided.number
        assert one.triages.filter(undone_at__isnull=True).count() == 1


def test_bulk_does_what_it_can_and_names_the_rest(editor):
    open_ones = [make_report(f"第{n}件") for n in range(3)]
    filed = in_state(ReportState.FILED, editor)
    result = actions.in_bulk(
        reports=[*open_ones, filed],
        act=lambda r: actions.file(report=r, reason=FilingReason.INFORMATION, by=editor),
    )
    assert result.done == open_ones
    assert [report for report, _sentence in result.refused] == [filed]


def test_urgency_is_corrected_once_and_journaled(editor):
    report = make_report()
    for _ in range(2):
        actions.correct(report=report, urgency=Urgency.EMERGENCY, by=editor)
    verbs = [entry.verb for entry in journal.timeline(report)]
    assert verbs.count("reports.corrected") == 1


def test_nobody_makes_something_of_a_report_that_another_works_on(editor):
    report, other = make_report(), make_user(Role.CHIEF_EDITOR)
    actions.claim(report=report, by=editor)
    with pytest.raises(Conflict):
        actions.settle(report=report, thing="cases.case:1", outcome=Outcome.CASE_OPENED, by=other)
    assert not report.settlements.exists()
