"""The list of cases as a workbook, and the parts for other systems."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from qixin.cases import actions
from qixin.cases.actions import Result
from qixin.cases.enums import AssignmentState, OutcomeKind
from qixin.core.models import Entry
from qixin.people.enums import Role
from tests.cases.factories import make_case, make_officer
from tests.people.factories import make_unit, make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db


def _rows(client, query="?state=all"):
    response = client.post(reverse("cases:export") + query)
    content = b"".join(response.streaming_content)
    return list(openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True))


def test_the_list_goes_out_as_it_is_filtered_with_parts_and_outcomes_and_without_numbers(client):
    text = "=缺货车，电话19900001234，请联系"
    case = make_case(report=make_report(text), title="缺货车 19900001234")
    make_case()
    helper, officer = make_unit("演练交通局"), make_officer(case)
    actions.offer_part(case=case, unit=helper, request="派车", by=officer)
    actions.record_outcome(
        case=case, result=Result(OutcomeKind.GOODS, "货车", quantity=3, measure="辆"), by=officer
    )
    client.force_login(officer)
    head, row, *more = _rows(client)
    assert not more, "another department's case"
    said = dict(zip(head, row, strict=True))
    assert said["编号"] == case.number
    assert "演练交通局" in row
    assert "供应物资 货车 3 辆" in row
    assert "19900001234" not in str(row)
    assert Entry.objects.filter(verb="cases.exported", detail__cases=1).exists()


def test_whoever_reads_no_cases_takes_none_out(client):
    client.force_login(make_user(Role.CORRESPONDENT))
    assert client.post(reverse("cases:export")).status_code == 403


def test_another_system_reads_parts_and_an_officer_moves_the_units_own(client):
    case, helper = make_case(), make_unit("演练交通局")
    lead = make_officer(case)
    part = actions.offer_part(case=case, unit=helper, request="派车，电话19900001234", by=lead)
    client.force_login(lead)
    at = f"/api/v1/cases/{case.number}/parts"
    seen = client.get(at).json()["items"]
    assert [(one["unit"], one["role"], one["state"]) for one in seen][1] == (
        "演练交通局", "co", "waiting",
    )  # fmt: skip
    assert "19900001234" not in str(seen)
    step = f"{at}/{part.pk}/"
    post = lambda verb, **given: client.post(  # noqa: E731
        step + verb, given, content_type="application/json"
    )
    assert post("accept").status_code == 403
    client.force_login(make_user(Role.OFFICER, unit=helper))
    assert post("accept").json()["state"] == "accepted"
    assert post("start").json()["state"] == "working"
    assert post("finish").status_code == 400
    assert post("finish", text="已派三辆车").json()["result"] == "已派三辆车"
    assert post("hand-back", text="不归我单位").status_code == 409
    part.refresh_from_db()
    assert part.state == AssignmentState.DONE
    assert post("paint").status_code == 422
    other = f"/api/v1/cases/{make_case().number}/parts/{part.pk}/accept"
    assert client.post(other, {}, content_type="application/json").status_code == 404


def test_the_leads_own_part_moves_with_its_case_alone(client):
    case = make_case()
    part = case.assignments.get()
    client.force_login(make_officer(case))
    answered = client.post(
        f"/api/v1/cases/{case.number}/parts/{part.pk}/accept", {}, content_type="application/json"
    )
    assert answered.status_code == 400
    part.refresh_from_db()
    assert part.state == AssignmentState.WAITING
