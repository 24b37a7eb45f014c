"""A pass is asked for and issued, and checked at a post with the network off."""

import io
import os
import re
import shutil
from datetime import timedelta

import pytest
import segno
from PIL import Image
from playwright.sync_api import expect

from qixin.core import clock
from qixin.passes import actions
from qixin.passes.models import Pass, Passage, Revocation, RevocationList, SigningKey
from qixin.people.enums import Role
from tests.journeys.conftest import sign_in
from tests.passes.factories import SIGNER, make_contact, make_holder, make_key, make_pass
from tests.passes.refusals import REVOKED, refused_tokens
from tests.people.factories import make_unit, make_user

NEEDS_WHOLE_BROWSER = True
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_with_files_of_its_own"),
]
CHECK = "/w/passes/check/"
SIZE = (640, 480)
KEPT = "caches.open('qixin-capture').then((kept) => kept.match(location.pathname))"


@pytest.fixture
def guard(phone, live_server):
    """A guard's telephone on the page, with keys and list fetched and the page kept."""

    def open_page():
        sign_in(phone, make_user(Role.MEMBER, unit=make_unit()), live_server.url)
        page = phone.new_page()
        page.goto(CHECK)
        expect(page.locator("[data-age]")).to_contain_text("Keys and list of")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()  # now the worker has seen the page and its files
        page.wait_for_load_state("networkidle")
        return page

    return open_page


def check(page, token):
    page.fill("textarea[name=token]", token)
    page.get_by_role("button", name="Check the code").click()
    return page.locator("[data-result]")


def test_a_pass_is_asked_for_and_issued(phone, live_server):
    make_key()
    holder = make_holder("演练一号机械有限公司")
    sign_in(phone, make_contact(holder), live_server.url)
    page = phone.new_page()
    page.goto("/w/passes/request/")
    today = clock.today().isoformat()
    for name, value in {
        "plate": "冀O00012", "cargo": "熔喷布 8 吨", "route": "石家庄—临淄", "valid_from": today,
        "valid_until": today, "driver_name": "演练丙", "driver_phone": "19900007654",
    }.items():  # fmt: skip
        page.fill(f"[name={name}]", value)
    page.get_by_role("button", name="Ask for the pass").click()
    expect(page.locator(".ui-error").first).to_contain_text("digit 0")
    page.fill("[name=plate]", "冀A00012")
    page.get_by_role("button", name="Ask for the pass").click()
    expect(page.locator("main")).to_contain_text("199****7654")

    phone.clear_cookies()
    sign_in(phone, make_user(Role.COMMANDER), live_server.url)
    page.goto("/w/passes/queue/")
    page.get_by_role("button", name="Issue the pass for").click()
    page.wait_for_load_state()
    one = Pass.objects.get()
    page.goto(f"/w/passes/{one.number}/show/")
    expect(page.locator(".pass-code svg")).to_be_visible()
    assert one.token


def test_a_pass_is_checked_and_noted_without_a_network(phone, guard):
    one = make_pass()
    page = guard()
    phone.set_offline(True)
    page.close()

    page = phone.new_page()
    page.goto(CHECK)  # opens without a network
    result = check(page, one.token)
    expect(result).to_have_attribute("data-tone", "valid")
    expect(result).to_contain_text("冀A·00012")
    result.get_by_role("button", name="Into the district").click()
    expect(page.locator("[data-said]")).to_contain_text("which post")
    page.fill("[name=post]", "高速口卡点")
    result.get_by_role("button", name="Into the district").click()
    expect(page.locator("[data-waiting-count]")).to_contain_text("1 noted on this phone")
    expect(check(page, one.token[:-9])).to_have_attribute("data-reason", "unreadable")
    assert not Passage.objects.exists()

    page.close()
    page = phone.new_page()
    page.goto(CHECK)
    expect(page.locator("[data-waiting-count]")).to_contain_text("1 noted on this phone")
    phone.set_offline(False)
    expect(page.locator("[data-waiting]")).to_be_hidden(timeout=40_000)
    page.reload()
    page.wait_for_load_state("networkidle")
    passage = Passage.objects.get()
    assert (passage.issued, passage.post, passage.direction) == (one, "高速口卡点", "in")


def test_the_page_tells_each_reason_apart_as_the_server_does(phone, guard):
    x, y = SIGNER.coordinates
    now = clock.now()
    SigningKey.objects.create(
        kid=SIGNER.kid.hex(), private_pem=SIGNER.pem(), x=x.hex(), y=y.hex(), made_at=now,
        signs_from=now,
    )  # fmt: skip
    RevocationList.objects.create(version=1)
    until = clock.day_bounds(clock.today())[1].replace(year=now.year + 1)
    Revocation.objects.create(version=1, number=REVOKED, until=until, at=now)
    page = guard()
    phone.set_offline(True)
    told = {}
    refused = refused_tokens(int(now.timestamp()))
    for name, (_reason, token) in refused.items():
        if token:
            result = check(page, token)
            expect(result).to_have_attribute("data-tone", "refused")
            page.evaluate("document.querySelector('[data-result]').dataset.tone = ''")
            told[name] = result.get_attribute("data-reason")
    assert told == {name: reason for name, (reason, token) in refused.items() if token}


def test_a_list_too_old_makes_a_valid_pass_red_and_a_clock_set_back_no_old_one_green(phone, guard):
    one = make_pass()
    page = guard()
    phone.set_offline(True)
    page.clock.set_fixed_time(clock.now() + timedelta(hours=25))
    page.reload()
    expect(page.locator("[data-age]")).to_contain_text("too old")
    expect(check(page, one.token)).to_have_attribute("data-reason", "list_too_old")
    page.clock.set_fixed_time(clock.now() - timedelta(days=900))
    page.reload()
    expect(page.locator("[data-age]")).to_contain_text(re.compile("Keys and list of"))
    expect(check(page, one.token)).to_have_attribute("data-reason", "valid")


def test_a_driver_shows_the_pass_without_account_or_network(phone, live_server):
    one = make_pass()
    link = actions.give_link(asked=one, by=one.decided_by)
    page = phone.new_page()
    page.goto(f"{live_server.url}/pass/{link.token}/")
    expect(page.locator("h1:visible")).to_contain_text("Valid: show it at the post")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    # a first opening is enough: the page has put itself away
    page.wait_for_function(f"{KEPT}.then(Boolean)")
    page.close()
    phone.set_offline(True)

    page = phone.new_page()
    page.goto(f"{live_server.url}/pass/{link.token}/")
    expect(page.locator(".plate")).to_contain_text("冀A·00012")
    expect(page.locator("img.code")).to_be_visible()
    expect(page.locator("[data-net=off]")).to_contain_text("No network")
    page.clock.set_fixed_time(one.valid_until + timedelta(minutes=1))
    page.reload()
    expect(page.locator("h1:visible")).to_contain_text("Expired")
    expect(page.locator("img.code")).to_be_hidden()

    phone.set_offline(False)
    page.clock.set_fixed_time(clock.now())
    actions.withdraw_link(asked=one, by=one.decided_by)
    page.reload()
    expect(page.locator("h1:visible")).to_contain_text("This link was withdrawn")
    page.wait_for_function(f"{KEPT}.then((one) => !one)")
    phone.set_offline(True)
    page.close()
    page = phone.new_page()
    page.goto(f"{live_server.url}/pass/{link.token}/")
    expect(page.locator("body")).not_to_contain_text("00012")


def test_a_pass_is_found_by_its_number_with_a_network_alone(phone, guard):
    one = make_pass()
    page = guard()
    expect(check(page, one.number.lower())).to_have_attribute("data-reason", "valid")
    phone.set_offline(True)
    check(page, one.number)
    expect(page.locator("[data-said]")).to_contain_text("only with a network")


def film_of(token, path):
    """A film for the browser's invented camera (YUV4MPEG2): the pass's code, held still."""
    drawn = io.BytesIO()
    segno.make(token, error="m", boost_error=False, mask=4).save(drawn, kind="png", scale=6)
    picture, code = Image.new("L", SIZE, 200), Image.open(drawn).convert("L")
    picture.paste(code, ((SIZE[0] - code.width) // 2, (SIZE[1] - code.height) // 2))
    frame = b"FRAME\n" + picture.tobytes() + bytes([128]) * (SIZE[0] * SIZE[1] // 2)
    path.write_bytes(b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420mpeg2\n" % SIZE + frame * 2)
    return path


def test_the_camera_reads_the_code_that_is_drawn(phone_browser, live_server, tmp_path):
    one = make_pass()
    film = film_of(one.token, tmp_path / "camera.y4m")
    browser = phone_browser.browser_type.launch(
        executable_path=os.environ.get("QIXIN_CHROMIUM") or shutil.which("chromium"),
        args=[
            "--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    )  # fmt: skip
    context = browser.new_context(base_url=live_server.url, locale="en-GB")
    sign_in(context, make_user(Role.MEMBER, unit=make_unit()), live_server.url)
    page = context.new_page()
    page.goto(CHECK)
    expect(page.locator("[data-age]")).to_contain_text("Keys and list of")
    page.get_by_role("button", name="Scan a code").click()
    result = page.locator("[data-result]")
    expect(result).to_have_attribute("data-reason", "valid")
    expect(result).to_contain_text("冀A·00012")
    expect(page.locator("[data-camera]")).to_be_hidden()
    browser.close()
