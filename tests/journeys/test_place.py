"""Where a report is: as the phone says, by name, on the map, or left open; for both who send."""

import pytest
from playwright.sync_api import expect

from qixin.people.enums import AreaLevel, Role
from qixin.people.models import Area
from qixin.reports.enums import Precision
from qixin.reports.models import Report
from tests.journeys.conftest import sign_in
from tests.people.factories import make_user
from tests.reports.factories import make_group, make_member

pytestmark = pytest.mark.django_db(transaction=True)
SQUARE = [[118.0, 36.6], [118.6, 36.6], [118.6, 37.0], [118.0, 37.0], [118.0, 36.6]]
IN_XUEGONG = {"latitude": 36.9, "longitude": 118.1}
OUTSIDE = {"latitude": 36.06, "longitude": 120.38}


@pytest.fixture(autouse=True)
def places(settings):
    district = Area.objects.create(
        code=settings.QIXIN_DISTRICT,
        name="临淄区",
        level=AreaLevel.DISTRICT,
        boundary={"type": "Polygon", "coordinates": [SQUARE]},
    )
    for code, name, lng, lat in (
        ("370305001", "闻韶街道", 118.5, 36.7),
        ("370305002", "雪宫街道", 118.1, 36.9),
    ):
        town = Area.objects.create(
            code=code, name=name, level=AreaLevel.TOWN, lng=lng, lat=lat, parent=district
        )
        for number, community in enumerate(("晏婴社区", "小徐村"), 1):
            Area.objects.create(
                code=f"{code}{number:03}",
                name=community,
                level=AreaLevel.COMMUNITY,
                parent=town,
            )


@pytest.fixture
def sender():
    user = make_user(Role.CORRESPONDENT)
    make_member(make_group(), user.person)
    return user


@pytest.fixture
def page_at(phone_browser, live_server, sender):
    """A telephone at a place; None: it may not tell where it is."""
    contexts = []

    def open_at(place, **more):
        context = phone_browser.new_context(
            viewport={"width": 390, "height": 800},
            base_url=live_server.url,
            extra_http_headers={"Accept-Language": "en"},
            geolocation=place,
            permissions=["geolocation"] if place else [],
            **more,
        )
        context.set_default_timeout(15_000)
        sign_in(context, sender, live_server.url)
        contexts.append(context)
        return context.new_page()

    yield open_at
    for context in contexts:
        context.close()


def send(page, text):
    page.fill("textarea[name=text]", text)
    page.click("button.capture-send")
    expect(page.locator("#said")).to_contain_text("Received as")
    return Report.objects.get(text=text)


def test_a_correspondent_sends_in_three_taps_with_the_town_and_the_time_filled_in(page_at):
    page = page_at(IN_XUEGONG)
    page.goto("/w/report/")
    expect(page.locator("[data-place-said]")).to_contain_text("雪宫街道, where you are")
    report = send(page, "路口缺口罩")
    assert (report.town.name, report.precision) == ("雪宫街道", Precision.EXACT)
    assert (report.lat, report.lng) == (36.9, 118.1)
    assert abs((report.received_at - report.occurred_at).total_seconds()) < 60


def test_where_the_phone_may_not_tell_the_town_is_chosen_and_remembered(page_at):
    page = page_at(None)
    page.goto("/w/report/")
    expect(page.locator("[data-place-said]")).to_contain_text("may not tell where you are")
    page.locator("select[name=town]").select_option(label="闻韶街道")
    page.locator("select[name=community]").select_option(label="小徐村")
    report = send(page, "小徐村缺口罩")
    assert (report.community.code, report.precision) == ("370305001002", Precision.AREA)
    page.reload()
    expect(page.locator("[data-place-said]")).to_contain_text("闻韶街道, as last time")
    assert send(page, "又缺了").community.code == "370305001002"


def test_without_a_place_it_goes_out_all_the_same(page_at):
    page = page_at(None)
    page.goto("/w/report/")
    expect(page.locator("[data-place-said]")).to_contain_text("or leave it open")
    assert send(page, "哪里都缺").town is None


def test_what_was_chosen_last_time_gives_way_to_where_the_phone_is(page_at):
    page = page_at(IN_XUEGONG)
    page.goto("/w/report/mine/")
    page.evaluate("localStorage.setItem('qixin-area', '370305001002')")
    page.goto("/w/report/")
    expect(page.locator("[data-place-said]")).to_contain_text("雪宫街道, where you are")
    assert send(page, "在雪宫").town.name == "雪宫街道"


def test_outside_of_the_district_it_is_said_and_the_town_can_be_chosen(page_at):
    page = page_at(OUTSIDE)
    page.goto("/w/report/")
    expect(page.locator("[data-place-said]")).to_contain_text("outside of the district")
    page.click("[data-more] > summary")
    page.locator("select[name=town]").select_option(label="闻韶街道")
    report = send(page, "我在青岛，说的是家里")
    assert (report.town.name, report.precision) == ("闻韶街道", Precision.OUTSIDE)


def test_a_place_known_only_roughly_is_not_taken_for_one(page_at):
    page = page_at({**IN_XUEGONG, "accuracy": 9000})
    page.goto("/w/report/")
    expect(page.locator("[data-place-said]")).to_contain_text("only roughly")
    report = send(page, "大概在这一带")
    assert (report.town, report.lng) == (None, None)


def test_a_resident_asks_the_phone_and_follows_the_report(page_at):
    page = page_at(IN_XUEGONG)
    page.goto("/report/")
    page.fill("textarea[name=text]", "楼道三天没有消毒")
    page.click("[data-locate]")
    expect(page.locator("select[name=town]")).to_have_value("370305002")
    page.locator("select[name=community]").select_option(label="晏婴社区")
    page.click("form#public-report button[type=submit]")
    expect(page.locator(".receipt-code").first).to_be_visible()
    report = Report.objects.get()
    assert (report.community.code, report.precision) == ("370305002001", Precision.EXACT)


def test_a_resident_sets_it_on_the_map(page_at):
    page = page_at(None)
    page.goto("/report/")
    page.fill("textarea[name=text]", "路灯坏了")
    page.click("[data-map-fold] > summary")
    expect(page.locator(".leaflet-overlay-pane path")).to_be_visible()
    page.locator("[data-map]").click(position={"x": 60, "y": 90})
    expect(page.locator("[data-place-said]")).to_contain_text("雪宫街道, as set on the map")
    page.click("form#public-report button[type=submit]")
    expect(page.locator(".receipt-code").first).to_be_visible()
    assert Report.objects.get().town.name == "雪宫街道"


def test_without_a_script_a_resident_types_the_name_and_is_asked_which(page_at):
    page = page_at(None, java_script_enabled=False)
    page.goto("/report/")
    page.fill("textarea[name=text]", "缺消毒液")
    page.fill("input[name=community]", "小徐村")
    page.click("form#public-report button[type=submit]")
    page.get_by_label("雪宫街道/小徐村").check()
    page.click("form#public-report button[type=submit]")
    expect(page.locator(".receipt-code").first).to_be_visible()
    assert Report.objects.get().community.code == "370305002002"


def test_over_plain_http_the_phone_is_not_asked_and_the_town_is(page_at):
    page = page_at(IN_XUEGONG)
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page.goto("/w/report/")
    expect(page.locator("[data-place-said]")).to_contain_text("choose the town")
    expect(page.locator("select[name=town]")).to_be_visible()
    expect(page.locator("[data-locate]")).to_be_hidden()
    assert send(page, "局域网里").lng is None


def test_a_phone_that_never_answers_is_not_waited_for(page_at):
    page = page_at(IN_XUEGONG)
    page.clock.install()
    page.add_init_script("navigator.geolocation.getCurrentPosition = () => {}")
    page.goto("/report/")
    page.click("[data-locate]")
    expect(page.locator("[data-place-said]")).to_contain_text("Looking for where you are")
    page.clock.fast_forward(21_000)
    expect(page.locator("[data-place-said]")).to_contain_text("could not find where you are")
    expect(page.locator("[data-locate]")).to_be_enabled()
