"""A report written without a network waits on the phone and goes out by itself, once."""

import pytest
from playwright.sync_api import expect

from qixin.people.enums import Role
from qixin.reports.models import Report
from tests.journeys.conftest import sign_in
from tests.people.factories import make_user
from tests.reports.factories import make_group, make_member
from tests.reports.pictures import jpeg

NEEDS_WHOLE_BROWSER = True
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sender():
    user = make_user(Role.CORRESPONDENT)
    make_member(make_group(), user.person)
    return user


@pytest.fixture
def page(phone, live_server, sender):
    sign_in(phone, sender, live_server.url)
    page = phone.new_page()
    page.goto("/w/report/")
    return page


def write(page, text):
    page.fill("textarea[name=text]", text)
    page.click("button.capture-send")


def wait_for_worker(page):
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # now the worker has seen the page and its files
    page.wait_for_load_state("networkidle")


def test_three_taps_send_a_photo(page):
    page.set_input_files("input[type=file]", [photo("a.jpg")])
    expect(page.locator(".capture-chosen li")).to_have_count(1)
    write(page, "晏婴社区路口缺口罩")
    expect(page.locator("#said")).to_contain_text("Received as")
    report = Report.objects.get()
    assert (report.text, report.attachments.count()) == ("晏婴社区路口缺口罩", 1)


def test_without_a_network_it_waits_and_goes_out_once(phone, page):
    wait_for_worker(page)
    phone.set_offline(True)
    page.set_input_files("input[type=file]", [photo("a.jpg")])
    expect(page.locator(".capture-chosen li")).to_have_count(1)
    write(page, "第一件")
    expect(page.locator("[data-waiting-title]")).to_have_text("Waiting on this phone (1)")
    write(page, "第二件")
    expect(page.locator("[data-waiting-title]")).to_have_text("Waiting on this phone (2)")
    page.close()

    again = phone.new_page()
    again.goto("/w/report/")  # opens without a network
    expect(again.locator(".capture-queue li")).to_have_count(2)
    assert not Report.objects.exists()

    phone.set_offline(False)
    expect(again.locator("#waiting")).to_be_hidden(timeout=40_000)
    again.reload()
    again.wait_for_load_state("networkidle")
    assert sorted(Report.objects.values_list("text", flat=True)) == ["第一件", "第二件"]
    assert Report.objects.get(text="第一件").attachments.count() == 1


def lose_an_answer(context):
    """The server has the first report, the phone does not know. Returns the answers lost so far."""
    lost = []

    def swallow(route):
        route.fetch()
        lost.append(route.request.url)
        route.abort("connectionreset")

    context.route("**/w/report/send/", swallow, times=1)
    return lost


def test_an_answer_that_never_arrived_makes_no_second_report(phone, page):
    lost = lose_an_answer(phone)
    write(page, "三号楼停水")
    # page and service worker both send; whichever lost its answer, the other one goes on
    expect(page.locator("#said")).to_contain_text("Received as", timeout=40_000)
    assert (len(lost), Report.objects.count()) == (1, 1)


def test_without_a_service_worker_the_page_keeps_it_and_says_so(phone_browser, live_server, sender):
    context = phone_browser.new_context(
        base_url=live_server.url, locale="en-GB", service_workers="block"
    )
    sign_in(context, sender, live_server.url)
    page = context.new_page()
    page.goto("/w/report/")
    lost = lose_an_answer(context)
    write(page, "三号楼停水")
    expect(page.locator("#said")).to_contain_text("kept on this phone")
    page.click("[data-send-now]")
    expect(page.locator("#said")).to_contain_text("Received as")
    context.close()
    assert (len(lost), Report.objects.count()) == (1, 1)


def test_an_ended_session_asks_to_sign_in_and_keeps_the_report(phone, page, live_server, sender):
    phone.clear_cookies()
    write(page, "口罩还差两百只")
    expect(page.locator("[data-sign-in]")).to_be_visible()
    # the service worker, which tried as well, says last that nothing was sent
    page.evaluate(
        "navigator.serviceWorker.dispatchEvent(new MessageEvent('message', { data: { sent: [] } }))"
    )
    page.wait_for_timeout(300)
    expect(page.locator("[data-sign-in]")).to_be_visible()
    assert not Report.objects.exists()
    sign_in(phone, sender, live_server.url)
    page.reload()
    expect(page.locator("#said")).to_contain_text("Received as")
    assert Report.objects.get().text == "口罩还差两百只"


def test_another_account_on_the_phone_does_not_send_it(phone, page, live_server):
    phone.set_offline(True)
    write(page, "这是甲写的")
    expect(page.locator("[data-waiting-title]")).to_be_visible()
    phone.clear_cookies()
    sign_in(phone, make_user(Role.CORRESPONDENT), live_server.url)
    phone.set_offline(False)
    page.goto("/w/report/mine/")
    page.goto("/w/report/")
    expect(page.locator(".capture-queue")).to_contain_text("another account")
    assert not Report.objects.exists()


def test_a_draft_survives_closing_the_page(phone, page):
    page.fill("textarea[name=text]", "写到一半")
    page.close()
    again = phone.new_page()
    again.goto("/w/report/")
    expect(again.locator("textarea[name=text]")).to_have_value("写到一半")


def test_a_large_file_goes_on_where_the_line_broke(phone_browser, live_server, sender):
    """3 MB: two pieces arrive, the line breaks, and only the third is sent afterwards."""
    context = phone_browser.new_context(
        base_url=live_server.url, locale="en-GB", service_workers="block"
    )
    sign_in(context, sender, live_server.url)
    page = context.new_page()
    page.goto("/w/report/")
    large = jpeg("large.jpg", size=(640, 480)).read()
    large += bytes(3 * 1024 * 1024 - len(large))
    pieces = []

    def break_off(route):
        if route.request.method != "PATCH":
            return route.fallback()
        pieces.append(route.request.headers["upload-offset"])
        return route.abort("connectionreset") if len(pieces) == 3 else route.fallback()

    context.route("**/w/transfers/**", break_off)
    chosen = {"name": "large.jpg", "mimeType": "image/jpeg", "buffer": large}
    page.set_input_files("input[type=file]", [chosen])
    expect(page.locator(".capture-chosen li")).to_have_count(1)
    write(page, "一张大照片")
    expect(page.locator("#said")).to_contain_text("kept on this phone")
    page.click("[data-send-now]")
    expect(page.locator("#said")).to_contain_text("Received as", timeout=40_000)
    context.close()
    megabyte = 1024 * 1024
    assert pieces == [str(at) for at in (0, megabyte, 2 * megabyte, 2 * megabyte)]
    kept = Report.objects.get().attachments.get()
    assert kept.size == len(large)


def test_a_clip_of_400_megabytes_is_refused_in_the_page(page):
    page.evaluate("""() => {
        const clip = new File(["x"], "clip.mp4", { type: "video/mp4" });
        Object.defineProperty(clip, "size", { value: 400 * 1024 * 1024 });
        const input = document.querySelector("input[type=file]");
        Object.defineProperty(input, "files", { value: [clip], configurable: true });
        input.dispatchEvent(new Event("change"));
    }""")
    expect(page.locator("#said")).to_contain_text("400 MB")
    expect(page.locator(".capture-chosen li")).to_have_count(0)


def test_without_scripts_the_form_sends(phone_browser, live_server, sender):
    context = phone_browser.new_context(base_url=live_server.url, java_script_enabled=False)
    sign_in(context, sender, live_server.url)
    page = context.new_page()
    page.goto("/w/report/")
    page.set_input_files("input[type=file]", [photo("a.jpg")])
    write(page, "没有脚本也能发")
    assert "/w/report/mine/R" in page.url
    assert Report.objects.get().attachments.count() == 1
    context.close()


def photo(name):
    made = jpeg(name, size=(640, 480))
    return {"name": name, "mimeType": "image/jpeg", "buffer": made.read()}
