"""The pages of cases: who sees what, two officers at once, and the sender behind a mask."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qixin.cases import actions
from qixin.cases.enums import CaseState
from qixin.cases.models import Case
from qixin.people.enums import Role
from tests.cases.factories import bring_to, make_case, make_officer
from tests.people.factories import make_person, make_unit, make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db
PHONE = "19900001234"


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"


def as_(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def case():
    return make_case(report=make_report(sender=make_person("演练乙", phone=PHONE)))


def test_an_officer_sees_the_own_units_cases_and_no_others(case):
    other = make_case()
    page = as_(make_officer(case)).get("/w/cases/")
    assert case.number in page.content.decode()
    assert other.number not in page.content.decode()
    assert as_(make_officer(case)).get(f"/w/cases/{other.number}/").status_code == 404


def test_an_officer_of_the_parent_unit_sees_the_sub_units_cases():
    parent = make_unit()
    case = make_case(unit=make_unit(parent=parent))
    page = as_(make_user(Role.OFFICER, unit=parent)).get(f"/w/cases/{case.number}/")
    assert page.status_code == 200


def test_whoever_may_not_read_cases_is_refused(case):
    client = as_(make_user(Role.CORRESPONDENT))
    assert client.get("/w/cases/").status_code == 403
    assert client.get(f"/w/cases/{case.number}/").status_code == 404


def test_each_tile_counts_the_list_that_it_opens(case):
    bring_to(make_case(), CaseState.ANSWERED)
    bring_to(make_case(), CaseState.SENT_BACK)
    late = make_case()
    Case.objects.filter(pk=late.pk).update(
        opened_at="2020-02-03T00:00Z", due_at="2020-02-03T02:00Z"
    )
    client = as_(make_user(Role.COMMANDER))
    tallies = client.get("/w/cases/").context["tallies"]
    assert tallies == {"open": 3, "overdue": 1, "soon": 0, "answered": 1}
    for state, count in tallies.items():
        assert client.get(f"/w/cases/?state={state}").context["page"].paginator.count == count


def test_what_is_due_first_comes_first():
    normal, emergency = make_case(urgency=0), make_case(urgency=2)
    shown = as_(make_user(Role.COMMANDER)).get("/w/cases/").context["page"].object_list
    assert [one.pk for one in shown] == [emergency.pk, normal.pk]


@pytest.mark.parametrize(
    "query", ["state=nonsense", "town=%00", "unit=x", "opened_on=2020-13-45", "page=0&urgency=9999"]
)
def test_a_filter_that_makes_no_sense_is_no_error(case, query):
    assert as_(make_user(Role.COMMANDER)).get(f"/w/cases/?{query}").status_code == 200


def test_the_list_costs_the_same_number_of_queries_whatever_its_length(case):
    client = as_(make_user(Role.COMMANDER))
    client.get("/w/cases/")
    with CaptureQueriesContext(connection) as for_one:
        client.get("/w/cases/")
    for _n in range(8):
        make_case()
    with CaptureQueriesContext(connection) as for_nine:
        client.get("/w/cases/")
    assert len(for_nine) == len(for_one)


def test_the_sender_is_masked_until_a_reason_is_given(case):
    client = as_(make_officer(case))
    page = client.get(f"/w/cases/{case.number}/").content.decode()
    assert PHONE not in page
    assert "演练乙" not in page
    asked = client.post(f"/w/cases/{case.number}/contact/", {"reason": "to arrange the visit"})
    assert PHONE in asked.content.decode()
    assert PHONE not in client.get(f"/w/cases/{case.number}/").content.decode()


def test_a_title_that_nobody_wrote_shows_no_telephone_number():
    assert PHONE not in make_case(report=make_report(f"缺口罩，电话{PHONE}")).title


def test_the_second_of_two_officers_gets_the_page_as_it_is_with_the_own_text(case):
    first, second = as_(make_officer(case)), as_(make_officer(case))
    shown = second.get(f"/w/cases/{case.number}/").context["case"].version
    first.post(f"/w/cases/{case.number}/accept/", {"version": shown})
    told = second.post(
        f"/w/cases/{case.number}/answer/", {"version": shown, "text": "My long answer."}
    )
    assert told.status_code == 409
    assert "My long answer." in told.content.decode()
    assert "Somebody else changed this case" in told.content.decode()
    version = told.context["answer_form"].initial["version"]
    again = second.post(
        f"/w/cases/{case.number}/answer/", {"version": version, "text": "My long answer."}
    )
    assert again.status_code == 302
    assert Case.objects.get(pk=case.pk).state == CaseState.ANSWERED


def test_an_answer_after_an_answer_shows_the_text_to_copy(case):
    officer = make_officer(case)
    actions.answer(case=case, text="Done.", by=officer)
    told = as_(officer).post(f"/w/cases/{case.number}/answer/", {"version": 1, "text": "Mine."})
    assert told.status_code == 409
    assert "Mine." in told.content.decode()


def test_an_empty_answer_is_asked_for_again(case):
    told = as_(make_officer(case)).post(f"/w/cases/{case.number}/answer/", {"text": " "})
    assert told.status_code == 422


def test_the_timeline_does_not_name_the_sender():
    case = bring_to(make_case(), CaseState.SENT_BACK)
    page = as_(make_officer(case)).get(f"/w/cases/{case.number}/").content.decode()
    assert "没有收到。" in page
    assert "演练丙" not in page


def test_a_triage_editor_opens_a_case_from_the_form_and_a_reader_of_cases_cannot():
    report, unit = make_report(sender=make_person()), make_unit()
    given = {"unit": unit.pk, "urgency": 1, "title": "Masks"}
    editor = as_(make_user(Role.TRIAGE_EDITOR))
    assert editor.get(f"/w/cases/open/{report.number}/").status_code == 200
    assert editor.post(f"/w/cases/open/{report.number}/", given).status_code == 302
    assert Case.objects.get().title == "Masks"
    auditor = as_(make_user(Role.AUDITOR))
    assert auditor.post(f"/w/cases/open/{report.number}/", given).status_code == 403


def test_htmx_gets_the_form_alone_and_then_what_was_opened():
    report, unit = make_report(), make_unit()
    client = as_(make_user(Role.TRIAGE_EDITOR))
    fragment = client.get(f"/w/cases/open/{report.number}/", headers={"hx-request": "true"})
    assert "<html" not in fragment.content.decode()
    opened = client.post(
        f"/w/cases/open/{report.number}/",
        {"unit": unit.pk, "urgency": 0},
        headers={"hx-request": "true"},
    )
    assert Case.objects.get().number in opened.content.decode()


@pytest.mark.parametrize(
    ("verb", "given", "state"),
    [
        ("accept", {}, CaseState.IN_PROGRESS),
        ("hand-back", {"reason": "not our matter"}, CaseState.HANDED_BACK),
        ("undo", {}, CaseState.WITHDRAWN),
    ],
)
def test_each_button_does_what_it_says(case, verb, given, state):
    assert as_(make_user(Role.COMMANDER)).post(f"/w/cases/{case.number}/{verb}/", given).url
    assert Case.objects.get(pk=case.pk).state == state


def test_a_note_is_added_and_closing_too_early_is_explained(case):
    client = as_(make_user(Role.COMMANDER))
    client.post(f"/w/cases/{case.number}/note/", {"note-text": "call tomorrow"})
    assert case.notes.get().text == "call tomorrow"
    bring_to(case, CaseState.ANSWERED)
    told = client.post(f"/w/cases/{case.number}/close/", {"reason": "no word from them"})
    assert told.status_code == 409


def test_the_interface_lists_and_answers_cases(case):
    officer = as_(make_officer(case))
    make_case()
    listed = officer.get("/api/v1/cases").json()
    assert [one["number"] for one in listed["items"]] == [case.number]
    path = f"/api/v1/cases/{case.number}"
    answered = officer.post(
        f"{path}/answer", {"text": "Done.", "version": 1}, content_type="application/json"
    )
    assert answered.json()["state"] == "answered"
    late = officer.post(f"{path}/accept", {"version": 1}, content_type="application/json")
    assert late.status_code == 409
    assert as_(make_user(Role.CORRESPONDENT)).get("/api/v1/cases").status_code == 403
