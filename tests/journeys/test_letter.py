"""A letter is drafted, checked and signed, and answered by its link without an account."""

import re

import pytest
from playwright.sync_api import expect

from qixin.letters.models import Letter, Recipient, Reply
from qixin.people.enums import Role
from tests.journeys.conftest import sign_in
from tests.letters.factories import make_addressee, make_series, make_template
from tests.people.factories import make_unit, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_with_files_of_its_own"),
]


def test_a_letter_goes_out_and_comes_back_answered(phone, live_server, settings):
    settings.QIXIN_SITE_URL = live_server.url
    unit = make_unit("区工业和信息化局")
    make_series(unit=unit)
    make_addressee("石家庄市人民政府")
    make_template(name_en="Let lorries through")
    officer, commander = make_user(Role.OFFICER, unit=unit), make_user(Role.COMMANDER)

    sign_in(phone, officer, live_server.url)
    page = phone.new_page()
    page.goto("/w/letters/draft/?case=C200203-ABCDEFG")
    page.get_by_role("link", name="Let lorries through").click()
    expect(page.locator("[name=title]")).to_have_value(re.compile("关于商请协助○○车辆通行的函"))
    page.fill("[name=title]", "关于商请协助演练一号机械有限公司运输车辆通行的函")
    page.get_by_label("石家庄市人民政府").check()
    page.get_by_role("button", name="Keep the draft").click()
    page.get_by_role("button", name="Hand in to be checked").click()
    expect(page.locator("main")).to_contain_text("Being checked")
    letter = Letter.objects.get()
    assert letter.case_number == "C200203-ABCDEFG"
    # whoever wrote it is not asked to check it
    expect(page.get_by_role("button", name="It is right")).to_have_count(0)

    phone.clear_cookies()
    sign_in(phone, commander, live_server.url)
    page.goto(f"/w/letters/{letter.number}/")
    page.get_by_role("button", name="It is right").click()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("h1 + *, main").first).to_contain_text("临复工函〔")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("link", name="Copy to print")).to_be_visible()

    phone.clear_cookies()
    page.goto(f"/letter/{Recipient.objects.get().token}/")
    expect(page.locator("main")).to_contain_text("This letter is genuine")
    page.fill("[name=text]", "已通知检查站放行。")
    page.fill("[name=name]", "演练丁")
    page.fill("[name=phone]", "19900006543")
    page.set_input_files(
        "[name=files]",
        [{"name": "复函.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00"}],
    )
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator("main")).to_contain_text("Programs and scripts are not taken.")
    expect(page.locator("[name=text]")).to_have_value("已通知检查站放行。")
    page.set_input_files(
        "[name=files]",
        [{"name": "复函.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}],
    )
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator("h1")).to_contain_text("Your answer has been received")
    assert Reply.objects.get().recipient.letter == letter

    sign_in(phone, officer, live_server.url)
    page.goto(f"/w/letters/{letter.number}/")
    expect(page.locator(".letter-reply")).to_contain_text("已通知检查站放行。")
    expect(page.locator(".letter-reply")).to_contain_text("199****6543")
