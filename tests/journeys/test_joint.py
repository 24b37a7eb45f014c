"""An enterprise asks; lead and two co-units, a letter, a pass and a loan; the enterprise confirms.

Letters and passes have whole journeys of their own: here they are drafted and issued by actions,
and what belongs to the case is done in browsers.
"""

import pytest
from playwright.sync_api import expect

from qixin.cases import actions
from qixin.cases.enums import CaseState
from qixin.cases.models import Case
from qixin.letters.enums import LetterState
from qixin.letters.models import Recipient
from qixin.people.enums import Role, UnitKind
from tests.letters.factories import bring_to, make_draft, make_series
from tests.passes.factories import make_pass
from tests.people.factories import make_unit, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_with_files_of_its_own"),
]


def test_a_difficulty_is_solved_by_several_departments_and_confirmed(page_of, settings, request):
    settings.QIXIN_SITE_URL = request.getfixturevalue("live_server").url
    lead = make_unit("区交通运输局")
    helpers = [make_unit("公安分局"), make_unit("区地方金融监管局")]
    given = actions.TypeGiven(name="运输", name_en="Transport", lead_unit=lead)
    kind = actions.set_type(given=given, by=make_user(Role.ADMINISTRATOR))
    firm = make_unit("演练一号机械有限公司", kind=UnitKind.ENTERPRISE)
    contact = make_user(Role.ENTERPRISE_CONTACT, unit=firm)

    plant = page_of(contact, width=390)
    plant.goto("/w/my-cases/ask/")
    plant.fill("[name=text]", "原料车在河北下不了高速，流动资金也只够三天。")
    plant.locator("[name=case_type]").select_option(str(kind.pk))
    plant.get_by_role("button", name="Send", exact=True).click()
    expect(plant.locator("main")).to_contain_text("区交通运输局")
    case = Case.objects.get(asker=firm)

    officer = make_user(Role.OFFICER, unit=lead)
    office = page_of(officer)
    office.goto(f"/w/cases/{case.number}/")
    office.get_by_role("button", name="Accept", exact=True).click()
    for unit in helpers:
        office.get_by_role("button", name="Ask a unit to help").click()
        dialog = office.locator("dialog[open]")
        dialog.locator("[name=unit]").select_option(label=unit.name)
        dialog.locator("[name=request]").fill("请协助办理")
        dialog.locator("button[type=submit]").click()
        expect(office.locator(".case-part", has_text=unit.name)).to_contain_text("Not yet accepted")
    # nothing is answered while a co-unit owes its part
    office.fill("textarea[name=text]", "已经办好。")
    office.get_by_role("button", name="Send the answer").click()
    expect(office.locator("main")).to_contain_text("公安分局")
    case.refresh_from_db()
    assert case.state == CaseState.IN_PROGRESS

    for unit in helpers:
        desk = page_of(make_user(Role.OFFICER, unit=unit), width=390)
        desk.goto(f"/w/cases/{case.number}/")
        own = desk.locator(".case-part", has_text=unit.name)
        own.get_by_role("button", name="Accept", exact=True).click()
        own.get_by_role("button", name="Done", exact=True).click()
        dialog = desk.locator("dialog[open]")
        dialog.locator("[name=text]").fill("已通知卡点，已对接银行。")
        dialog.locator("button[type=submit]").click()
        expect(desk.locator(".case-part", has_text=unit.name)).to_contain_text("已对接银行")

    make_series(unit=lead)
    bring_to(make_draft(unit=lead, case_number=case.number), LetterState.SENT)
    elsewhere = page_of(make_user(Role.CORRESPONDENT), width=390)
    elsewhere.context.clear_cookies()
    elsewhere.goto(f"/letter/{Recipient.objects.get().token}/")
    elsewhere.fill("[name=text]", "同意放行。")
    elsewhere.fill("[name=name]", "演练丁")
    elsewhere.fill("[name=phone]", "19900006543")
    elsewhere.get_by_role("button", name="Send the answer").click()
    expect(elsewhere.locator("h1")).to_contain_text("Your answer has been received")
    issued = make_pass(holder=firm, by=contact, case_number=case.number)

    office.goto(f"/w/cases/{case.number}/")
    expect(office.locator("main")).to_contain_text(issued.number)
    office.get_by_role("button", name="Record an outcome").click()
    dialog = office.locator("dialog[open]")
    dialog.locator("[name=kind]").select_option("loan")
    dialog.locator("[name=what]").fill("区农村商业银行")
    dialog.locator("[name=asked]").fill("1000000")
    dialog.locator("[name=granted]").fill("800000")
    dialog.locator("button[type=submit]").click()
    expect(office.locator("main")).to_contain_text("granted ¥800,000")
    office.fill("textarea[name=text]", "通行证已发，贷款八十万元已批。")
    office.get_by_role("button", name="Send the answer").click()
    expect(office.locator("main")).to_contain_text("Waiting for confirmation")

    plant.goto(f"/w/my-cases/{case.number}/")
    expect(plant.locator("main")).to_contain_text("贷款八十万元已批")
    plant.locator("[name=satisfaction][value='3']").check()
    plant.get_by_role("button", name="Yes, it is settled").click()
    expect(plant.locator("main")).to_contain_text("Confirmed")
    case.refresh_from_db()
    assert (case.state, case.satisfaction) == (CaseState.CONFIRMED, 3)

    leader = page_of(make_user(Role.COMMANDER))
    leader.goto("/w/cases/rates/")
    expect(leader.locator("main")).to_contain_text("800,000")
