"""What the worker finds out about new reports."""

import pytest

from qixin.people.enums import Role
from qixin.reports import actions
from qixin.reports.actions.examining import examine_waiting
from qixin.reports.enums import LabelKind, Outcome, Urgency
from qixin.reports.models import Label, LabelCount, Report, Suggestion
from qixin.reports.search import INDEX
from qixin.reports.selectors.duplicates import likely_duplicates
from tests.people.factories import make_unit, make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db

FIRE = "稷下街道桑坡路小区三号楼有住户家中冒烟，老人被困，请求立即救援，楼道已经停电"


@pytest.fixture
def editor():
    return make_user(Role.TRIAGE_EDITOR)


def test_every_report_is_examined_once():
    for n in range(120):
        make_report(f"第{n}个路口执勤正常")
    assert examine_waiting() == 120
    assert examine_waiting() == 0
    assert Suggestion.objects.count() == 120


def test_two_character_words_are_found_and_others_are_not():
    report = make_report("晏婴社区缺口罩")
    make_report("凤凰镇送蔬菜")
    examine_waiting()
    found = Report.objects.filter(INDEX.matching("口罩"))
    assert list(found) == [report]
    assert list(Report.objects.filter(INDEX.matching("婴社 口罩"))) == [report]
    assert not Report.objects.filter(INDEX.matching("口罩 蔬菜")).exists()


def test_a_reworded_report_is_a_likely_duplicate_and_another_is_not(editor):
    first = make_report(FIRE)
    again = make_report(FIRE + "，转发扩散！")
    make_report("今天上午九点志愿者到超市门口维持秩序，测量体温，居民都很配合，一切正常")
    examine_waiting()
    again.refresh_from_db()
    found = likely_duplicates(editor, again)
    assert [duplicate.report for duplicate in found] == [first]
    assert found[0].score > 0.7


def test_an_emergency_rises_by_itself(editor):
    report = make_report(FIRE)
    examine_waiting()
    report.refresh_from_db()
    assert report.urgency == Urgency.EMERGENCY
    assert "被困" in report.suggestion.urgency_reason


def test_suggestions_learn_from_decisions_and_forget_what_was_undone(editor):
    health, traffic = make_unit("区卫生健康局"), make_unit("区交通运输局")
    for code, unit, word in (("mask", health, "口罩"), ("lorry", traffic, "货车")):
        Label.objects.create(kind=LabelKind.SERVICE, code=code, name=word, keywords=word, unit=unit)
    texts = ["高速路口货车排队，运输受阻"] * 6
    for n, text in enumerate(texts):
        actions.settle(
            report=make_report(f"{text}{n}"),
            thing=f"cases.case:{n}",
            outcome=Outcome.CASE_OPENED,
            by=editor,
            unit=traffic,
        )
    report = make_report("运输受阻，高速路口排队三小时")
    examine_waiting()
    report.refresh_from_db()
    assert report.suggestion.unit == traffic
    assert report.suggestion.unit_reason
    for settled in Report.objects.filter(settlements__isnull=False):
        actions.unsettle(report=settled, thing=settled.settlements.get().thing, by=editor)
    assert not LabelCount.objects.filter(classifier="unit", count__gt=0).exists()


def test_a_point_that_many_reports_share_is_a_default_and_no_place():
    from qixin.core.coordinates import Coordinate
    from qixin.reports.enums import Precision
    from qixin.reports.places import locate

    for n in range(12):
        make_report(f"第{n}件", place=locate(Coordinate(118.30018, 36.81623)))
    alone = make_report("独一处", place=locate(Coordinate(118.30111, 36.81623)))
    examine_waiting()
    assert Report.objects.filter(precision=Precision.SHARED).count() == 12
    alone.refresh_from_db()
    assert alone.precision == Precision.EXACT
