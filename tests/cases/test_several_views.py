"""The pages by which several reports go to a department at once."""

import pytest
from django.test import Client

from qixin.cases.enums import CaseState
from qixin.cases.models import Case
from qixin.core import clock
from qixin.people.enums import Role
from qixin.reports import actions as reports
from qixin.reports.actions.examining import examine_waiting
from qixin.reports.enums import FilingReason, ReportState
from qixin.reports.models import Report
from tests.cases.factories import make_officer
from tests.people.factories import make_person, make_unit, make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db
ADDRESS = "/w/cases/open/"
SAME = "稷下街道桑坡路东口执勤点口罩用完了，请尽快协调送一些口罩到执勤点"


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def desk():
    return as_(make_user(Role.TRIAGE_EDITOR))


@pytest.fixture
def unit():
    return make_unit("区交通运输局")


def as_(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def asked(chosen, **more):
    return {"reports": [report.number for report in chosen], **more}


def test_the_bulk_bar_leads_to_the_form_without_a_script(desk):
    chosen = [make_report(), make_report()]
    answer = desk.post("/w/triage/bulk/", asked(chosen, act="case", shown_at="2020-02-03T10:00Z"))
    page = desk.get(answer.url)
    assert page.status_code == 200
    assert [report.pk for report, _why in page.context["rows"]] == [r.pk for r in chosen]
    assert "2020-02-03T10:00" in page.content.decode()


def test_the_dialog_gets_the_form_alone(desk):
    page = desk.get(ADDRESS, asked([make_report()]), headers={"hx-request": "true"})
    assert "<html" not in page.content.decode()


def test_one_case_of_all_goes_on_in_the_queue(desk, unit):
    chosen = [make_report(), make_report()]
    given = asked(chosen, how="together", unit=unit.pk, title="Masks", next="/w/triage/?town=none")
    answer = desk.post(ADDRESS, given)
    assert (answer.status_code, answer.url) == (302, "/w/triage/?town=none")
    case = Case.objects.get()
    assert (case.title, len(case.reports)) == ("Masks", 2)


def test_a_case_for_each_is_listed_and_undone_together(desk, unit):
    chosen = [make_report(f"第{n}件") for n in range(3)]
    page = desk.post(ADDRESS, asked(chosen, how="each", unit=unit.pk))
    assert page.content.decode().count('name="cases"') == 3
    desk.post("/w/cases/undo/", {"cases": [c.number for c in page.context["opened"].cases]})
    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.WITHDRAWN}
    assert set(Report.objects.values_list("state", flat=True)) == {ReportState.RECEIVED}


def test_undoing_says_which_cases_a_department_already_works_on(desk, unit):
    page = desk.post(ADDRESS, asked([make_report(), make_report()], how="each", unit=unit.pk))
    first, second = page.context["opened"].cases
    as_(make_officer(first)).post(f"/w/cases/{first.number}/accept/", {"version": 1})
    told = desk.post("/w/cases/undo/", {"cases": [first.number, second.number]})
    assert first.number in told.content.decode()
    assert second.number not in told.content.decode()


def test_what_was_decided_meanwhile_is_told_before_and_after(desk, unit):
    filed, free = make_report("甲"), make_report("乙")
    shown_at = clock.now().isoformat()
    other = make_user(Role.TRIAGE_EDITOR, name="演练己")
    reports.file(report=filed, reason=FilingReason.UNCLEAR, by=other)
    given = asked([filed, free], shown_at=shown_at)
    form = desk.get(ADDRESS, given)
    assert [bool(why) for _report, why in form.context["rows"]] == [True, False]
    told = desk.post(ADDRESS, given | {"how": "together", "unit": unit.pk})
    assert "演练己" in told.content.decode()
    assert Case.objects.get().report == free


def test_reports_that_say_the_same_are_proposed_as_one_case_and_others_as_nothing(desk, unit):
    alike = [make_report(SAME + tail) for tail in ("。", "！", "，转发")]
    others = [
        make_report("今天上午志愿者在超市门口维持秩序"),
        make_report("麦田返青追肥缺化肥运不进来"),
    ]
    examine_waiting()
    assert desk.get(ADDRESS, asked(alike)).context["form"]["how"].value() == "together"
    assert desk.get(ADDRESS, asked(others)).context["form"]["how"].value() is None
    again = desk.post(ADDRESS, asked(others, unit=unit.pk))
    assert again.status_code == 422
    assert not Case.objects.exists()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUDITOR, Role.CORRESPONDENT])
def test_whoever_may_not_open_cases_is_refused(role, unit):
    client = as_(make_user(role))
    given = asked([make_report()], how="each", unit=unit.pk)
    assert client.get(ADDRESS, given).status_code == 403
    assert client.post(ADDRESS, given).status_code == 403
    assert not Case.objects.exists()


def test_nothing_chosen_or_too_much_is_said(desk):
    assert desk.get(ADDRESS).status_code == 400
    assert desk.get(ADDRESS, {"reports": [f"R{n}" for n in range(201)]}).status_code == 400


@pytest.mark.parametrize("shown_at", ["", "nonsense", "2020-13-45T99:99", "2020-02-03T10:00:00"])
def test_a_time_that_makes_no_sense_is_no_error(desk, shown_at):
    assert desk.get(ADDRESS, asked([make_report()], shown_at=shown_at)).status_code == 200


def test_the_cases_page_shows_what_each_of_the_others_said_with_its_sender_masked(desk, unit):
    chosen = [
        make_report("第一个说的"),
        make_report("第二个说的", sender=make_person("演练乙", phone="19900001234")),
    ]
    desk.post(ADDRESS, asked(chosen, how="together", unit=unit.pk))
    case = Case.objects.get()
    officer = as_(make_officer(case))
    page = officer.get(f"/w/cases/{case.number}/").content.decode()
    assert "第二个说的" in page
    assert "19900001234" not in page
    assert "2 reports" in officer.get("/w/cases/").content.decode()
    address = f"/w/cases/{case.number}/contact/?report={chosen[1].number}"
    assert "19900001234" in officer.post(address, {"reason": "to visit"}).content.decode()
