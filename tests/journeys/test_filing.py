"""A contact files on a phone, is told what is missing, and mends what the officer remarks."""

import re

import pytest
from playwright.sync_api import expect

from qixin.core import clock
from qixin.enterprises.actions import filing_files, rules
from qixin.enterprises.enums import FilingState
from qixin.enterprises.models import ResumptionFiling
from qixin.people.enums import Role
from tests.enterprises.filings_factories import letter
from tests.enterprises.register_factories import make_contact, make_enterprise, make_manager
from tests.journeys.conftest import sign_in
from tests.people.factories import make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_with_files_of_its_own"),
]


def test_a_filing_is_filled_in_returned_mended_and_approved(phone, live_server):
    rules.lay_down_usual_rules(by=make_user(Role.ADMINISTRATOR))
    enterprise = make_enterprise(name="演练一号机械有限公司")
    contact, officer = make_contact(enterprise), make_manager(enterprise)
    sign_in(phone, contact, live_server.url)
    page = phone.new_page()
    page.goto("/w/enterprises/mine/")
    page.get_by_role("button", name="Begin the filing").click()
    missing = page.locator("#missing")
    expect(missing).to_contain_text("still missing")
    # its file is chosen in the phone's own dialog, which is not what this journey is about
    draft = ResumptionFiling.objects.get()
    filing_files.add_file(filing=draft, given=letter(), by=contact)
    today = clock.today().isoformat()
    for name, value in {
        "legal_representative": "演练丙", "resumption_date": today, "trained_on": today,
        "reason": "订单需按期交付", "headcount_key": "0", "resumed": "60", "resumed_key": "0",
        "measures": "测温、消毒", "floor_area": "1000", "disinfectant": "28", "alcohol": "5",
        "thermometers": "1", "isolation_places": "1", "mask_bins": "2", "masks": "500",
    }.items():  # fmt: skip
        page.fill(f"#filing [name={name}]", value)
    expect(missing).to_contain_text("340 masks short")
    page.fill("#filing [name=masks]", "840")
    expect(missing).to_contain_text("Nothing is missing")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator("main")).to_contain_text("Waiting for review")

    phone.clear_cookies()
    sign_in(phone, officer, live_server.url)
    page.goto("/w/filings/queue/")
    page.get_by_role("link", name="Review the oldest").click()
    page.locator("details", has=page.locator("[name=remark-measures]")).locator("summary").click()
    page.fill("[name=remark-measures]", "请写明就餐安排")
    page.get_by_role("button", name="Return with remarks").click()
    expect(page.locator("main")).to_contain_text("Nothing waits")

    phone.clear_cookies()
    sign_in(phone, contact, live_server.url)
    page.goto("/w/enterprises/mine/")
    page.get_by_role("link", name="Go on filling it in").click()
    expect(page.locator(".filing-remark")).to_contain_text("请写明就餐安排")
    page.fill("#filing [name=measures]", "测温、消毒、错峰就餐")
    page.get_by_role("button", name="Submit for review").click()
    page.wait_for_url(re.compile(r"/w/filings/F[^/]+/$"))

    phone.clear_cookies()
    sign_in(phone, officer, live_server.url)
    page.goto(f"/w/filings/{draft.number}/")
    page.fill("[name=conditions]", "错峰返岗")
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("main")).to_contain_text("Nothing waits")
    page.goto(f"/w/filings/{draft.number}/")
    expect(page.locator("main")).to_contain_text("错峰返岗")
    held = ResumptionFiling.objects.get()
    assert (held.state, held.submissions) == (FilingState.APPROVED, 2)
