"""The pages about safety: what they show, take and refuse with a sentence."""

import io
import json
import uuid

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from qixin.core import clock
from qixin.enterprises.actions.inspecting import take_on
from qixin.enterprises.enums import ChecklistUse, HazardState, Severity
from qixin.enterprises.models import Checklist, ChecklistVersion, Hazard, Inspection, RiskWeight
from qixin.enterprises.selectors.cards import safety_card, visits_card
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
from tests.people.factories import make_user
from tests.reports.pictures import jpeg

pytestmark = pytest.mark.django_db
PHONE = "19900005678"


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.QIXIN_DEMO = True


@pytest.fixture
def enterprise():
    return make_enterprise(address="演练路1号")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def read(client, page, *args, query=""):
    answer = client.get(reverse(f"enterprises:{page}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, page, *args, **form):
    return client.post(reverse(f"enterprises:{page}", args=args), form)


def test_the_plan_explains_each_score_and_inspecting_now_opens_the_page(enterprise):
    client = signed_in(make_inspector(enterprise))
    page = read(client, "plan")
    assert "演练路1号" in page
    assert "从未检查" in page
    answer = send(client, "take_on", enterprise.pk, now="1")
    made = Inspection.objects.get()
    assert answer.url == reverse("enterprises:inspect", args=[made.number])
    assert made.number in read(client, "inspect", made.number)
    assert "领取" in read(client, "plan")


@pytest.mark.parametrize("day", ["", "abc", "2020-01-01", "２０２０", "9999-12-31", "\0"])
def test_a_day_that_is_none_is_told_with_a_sentence(enterprise, day):
    answer = send(signed_in(make_inspector(enterprise)), "take_on", enterprise.pk, day=day)
    assert answer.status_code == 400
    assert not Inspection.objects.exists()


def test_an_inspection_that_is_done_opens_as_its_result(enterprise):
    inspector = make_inspector(enterprise)
    done = make_inspection(enterprise, by=inspector, loose=(loose(text=f"联系{PHONE}"),))
    client = signed_in(inspector)
    answer = client.get(reverse("enterprises:inspect", args=[done.number]))
    assert answer.url == reverse("enterprises:inspection", args=[done.number])
    page = read(client, "inspection", done.number)
    assert "199****5678" in page
    assert PHONE not in page
    assert done.number in read(client, "inspections")


def test_a_telephone_that_is_signed_out_is_told_so_and_nonsense_is_refused(enterprise):
    inspector = make_inspector(enterprise)
    made = take_on(enterprise=enterprise, day=clock.today(), by=inspector)
    address = reverse("enterprises:send_inspection", args=[made.number])
    body = {
        "client_key": f"{uuid.uuid4()}",
        "at": clock.now().isoformat(),
        "loose": [{"text": "门未关", "severity": "minor", "due_on": f"{days(1)}"}],
    }
    assert Client().post(address, body, "application/json").status_code == 401
    client = signed_in(inspector)
    for nonsense in (b"", b"{", b"[]", json.dumps(body | {"at": "2020-01-01T00:00:00"}).encode(),
                     json.dumps(body | {"loose": 3}).encode()):  # fmt: skip
        assert client.post(address, nonsense, "application/json").status_code == 400
    first, again = (client.post(address, body, "application/json") for _n in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["url"] == again.json()["url"]


def test_a_photo_that_is_too_large_or_none_is_refused_for_good(enterprise):
    large, none = uuid.uuid4(), uuid.uuid4()
    inspector = make_inspector(enterprise)
    make_inspection(enterprise, by=inspector, loose=(loose(photos=(large, none)),))
    client = signed_in(inspector)
    for key, body, status in ((large, bytes(31 << 20), 413), (none, b"no photo", 400)):
        address = reverse("enterprises:send_photo", args=[key])
        answer = client.post(address, body, "image/jpeg", headers={"accept": "application/json"})
        assert answer.status_code == status
        assert answer.json()["error"]
        # whatever comes under this key later changes nothing
        assert client.post(address, jpeg().read(), "image/jpeg").json()["state"] == "refused"


def test_the_list_of_hazards_is_narrowed_and_goes_out_as_a_workbook(enterprise):
    hazard = make_hazard(enterprise, severity=Severity.MAJOR)
    make_hazard(enterprise)
    client = signed_in(make_user(Role.AUDITOR))
    assert hazard.number in read(client, "hazards", query="?which=major")
    assert "这里没有隐患" in read(client, "hazards", query="?which=mended&q=%00&unit=x")
    answer = client.post(reverse("enterprises:hazards_export") + "?which=major")
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active.values)
    assert [row[0] for row in rows] == ["编号", hazard.number]


def test_a_hazards_page_has_the_forms_of_whoever_looks(enterprise):
    hazard = make_hazard(enterprise, severity=Severity.MAJOR)
    contact, inspector = signed_in(make_contact(enterprise)), signed_in(make_inspector(enterprise))
    assert "报告整改完成" in read(contact, "hazard", hazard.number)
    assert "提交复查结果" not in read(contact, "hazard", hazard.number)
    assert "提交复查结果" in read(inspector, "hazard", hazard.number)
    assert "不得复工" in read(inspector, "hazard", hazard.number)
    for form in ({}, {"verdict": "not_cleared"}, {"verdict": "x"}, {"verdict": "not_cleared",
                 "note": "仍未关", "due_on": "昨天"}):  # fmt: skip
        assert send(inspector, "again", hazard.number, **form).status_code == 422
    assert send(contact, "mended", hazard.number).status_code == 422
    files = {"note": "已关", "photos": [jpeg()] * 7}
    assert send(contact, "mended", hazard.number, **files).status_code == 422
    assert send(contact, "mended", hazard.number, note="已关", photos=[jpeg()]).status_code == 302
    assert send(inspector, "again", hazard.number, verdict="cleared").status_code == 302
    twice = send(inspector, "again", hazard.number, verdict="cleared", note="我看过了")
    assert twice.status_code == 409
    assert "我看过了" in twice.content.decode()
    assert Hazard.objects.get().state == HazardState.CLEARED


@pytest.mark.parametrize("due", ["", "2020-01-01", "x", "9999-12-31"])
def test_a_deadline_that_is_none_is_told_with_a_sentence(enterprise, due):
    hazard = make_hazard(enterprise)
    client = signed_in(make_inspector(enterprise))
    answer = send(client, "extend", hazard.number, due_on=due, reason="等待配件到货")
    assert answer.status_code == 400


def test_the_round_and_the_visit_are_the_named_officers(enterprise):
    officer = make_officer(enterprise)
    visit = make_visit(enterprise, remark=f"电话{PHONE}")
    client = signed_in(officer)
    assert str(enterprise) in read(client, "round")
    assert str(enterprise) in read(client, "visit", enterprise.pk)
    assert PHONE not in read(client, "visited", visit.pk)
    other = signed_in(make_officer())
    assert "还没有由您驻厂的企业" in read(other, "round")
    assert other.get(reverse("enterprises:visit", args=[enterprise.pk])).status_code == 404


def test_a_checklist_is_written_put_in_use_and_withdrawn():
    client = signed_in(make_user(Role.ADMINISTRATOR))
    assert "还没有检查表" in read(client, "checklists")
    new = {
        "name": "通用",
        "name_en": "General",
        "use": ChecklistUse.INSPECTION,
        "industries": ["C"],
    }
    send(client, "checklist_add", **new)
    pk = Checklist.objects.get().pk
    lines = {"items-TOTAL_FORMS": 2, "items-INITIAL_FORMS": 0, "version": 1,
             "items-0-text": "灭火器在有效期内", "items-0-severity": "minor",
             "items-1-text": "", "items-1-severity": "minor"}  # fmt: skip
    assert send(client, "checklist", pk, **lines | {"items-0-text": "长" * 301}).status_code == 422
    assert send(client, "checklist", pk, **lines | {"version": "x"}).status_code == 409
    assert send(client, "checklist", pk, **lines).status_code == 302
    edition = ChecklistVersion.objects.get()
    assert edition.items.count() == 1
    send(client, "edition_publish", edition.pk)
    assert "使用中" in read(client, "checklist", pk)
    assert send(client, "edition_publish", edition.pk).status_code == 409
    send(client, "checklist_draft", pk)
    send(client, "checklist_scope", pk, **{"scope-industries": ["E", "H"]})
    send(client, "edition_withdraw", edition.pk)
    edition.refresh_from_db()
    assert edition.state == "withdrawn"
    assert [one.industry for one in Checklist.objects.get().industries.all()] == ["E", "H"]


def test_weights_are_set_as_a_whole_or_not_at_all():
    client = signed_in(make_user(Role.ADMINISTRATOR))
    form = client.get(reverse("enterprises:weights")).context["form"]
    given = {name: form.initial[name] for name in form.fields}
    for wrong in ("", "-1", "99999999999999999999", "１x", "1.5"):
        assert send(client, "weights", **given | {"idle-points": wrong}).status_code == 422
    assert not RiskWeight.objects.exists()
    assert send(client, "weights", **given | {"industry-E": 99}).status_code == 302
    assert RiskWeight.objects.get(industry="E").points == 99
    assert send(client, "weights", **given).status_code == 409


def test_the_cards_say_what_is_known_and_nothing_of_what_is_not(enterprise):
    officer = make_officer(enterprise)
    bare = safety_card(make_contact(enterprise), enterprise)
    assert (bare["is_barred"], bare["hazard_count"], bare["score"], bare["last"]) == (
        False, 0, None, None,
    )  # fmt: skip
    make_hazard(enterprise, severity=Severity.MAJOR)
    make_visit(enterprise)
    full = safety_card(make_inspector(enterprise), enterprise)
    assert (full["is_barred"], full["hazard_count"], full["may_inspect"]) == (True, 2, True)
    assert len(visits_card(officer, enterprise)["visits"]) == 1
    for name, context in (("safety", full), ("visits", visits_card(officer, enterprise))):
        from django.template.loader import render_to_string

        assert "<h" in render_to_string(f"enterprises/cards/{name}.html", context)


def test_a_page_costs_as_many_queries_for_many_rows_as_for_few(
    enterprise, django_assert_max_num_queries
):
    inspector = make_inspector(enterprise)
    make_checklist()
    for _n in range(4):
        make_hazard(make_enterprise(managing=enterprise.managing_unit))
    client = signed_in(inspector)
    for name in ("plan", "hazards", "inspections"):
        with django_assert_max_num_queries(45):
            read(client, name)
