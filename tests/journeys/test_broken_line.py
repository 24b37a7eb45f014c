"""A clip over a bad network: it breaks in the middle, goes on, and survives a reload."""

import re

import pytest
from playwright.sync_api import expect

from qixin.newsroom.models import Clip
from qixin.reports.actions.transferring import file_of
from qixin.reports.models import Transfer
from tests.newsroom.factories import make_editor
from tests.newsroom.live_factories import make_film

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_with_files_of_its_own"),
]
PIECE = 4 * 1024 * 1024
PIECES = "**/w/transfers/*-*/"


@pytest.fixture
def film(tmp_path):
    """A film of three pieces: what players skip makes it heavy."""
    path = make_film(tmp_path / "卡口夜班.mp4", 1)
    with path.open("ab") as file:
        weight = PIECE * 2 + 100_000
        file.write((weight + 8).to_bytes(4, "big") + b"free" + b"\0" * weight)
    return path


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.QIXIN_TRANSFERS = tmp_path / "transfers"


def lets_through(page, count):
    """The line breaks after so many pieces; returns the offsets of those that arrived."""
    passed = []

    def decide(route):
        if route.request.method != "PATCH":
            return route.continue_()
        if len(passed) >= count:
            return route.abort("connectionreset")
        passed.append(int(route.request.headers["upload-offset"]))
        return route.continue_()

    page.route(PIECES, decide)
    return passed


def test_a_broken_line_and_a_closed_page_cost_no_piece_twice(page_of, film):
    editor = make_editor()
    page = page_of(editor, width=390)
    page.goto("/w/newsroom/clips/add/")
    passed = lets_through(page, 1)
    page.locator("input[type=file]").set_input_files(film)
    expect(page.get_by_text("The network is gone.")).to_be_visible()
    expect(page.locator("[data-transfer-panel] [data-percent]")).to_contain_text("4.0 /")
    assert passed == [0]
    transfer = Transfer.objects.get()
    assert transfer.offset == PIECE

    # the page is thrown away; what had arrived is offered, and the same file goes on from there
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_text("Begun earlier and not finished")).to_be_visible()
    expect(page.locator("[data-transfer-earlier]")).to_contain_text("卡口夜班.mp4")
    page.unroute(PIECES)
    passed = lets_through(page, 9)
    page.locator("input[type=file]").set_input_files(film)
    expect(page.get_by_text("The whole file has arrived.")).to_be_visible()
    assert passed == [PIECE, 2 * PIECE]
    assert file_of(transfer).read_bytes() == film.read_bytes()

    page.get_by_label("Title").fill("卡口夜班")
    page.get_by_role("button", name="Upload").click()
    expect(page).to_have_url(re.compile(r"/w/newsroom/clips/$"))
    with Clip.objects.get().original.open("rb") as kept:
        assert kept.read() == film.read_bytes()
    page.goto("/w/newsroom/clips/add/")
    expect(page.locator("input[type=file]")).to_be_visible()
    expect(page.get_by_text("Begun earlier and not finished")).to_be_hidden()


def test_the_form_waits_for_its_file_which_goes_on_by_itself_when_the_network_is_back(
    page_of, film
):
    page = page_of(make_editor())
    page.goto("/w/newsroom/clips/add/")
    lets_through(page, 1)
    page.get_by_label("Title").fill("卡口夜班")
    page.locator("input[type=file]").set_input_files(film)
    expect(page.get_by_text("The network is gone.")).to_be_visible()
    page.get_by_role("button", name="Upload").click()
    page.context.set_offline(True)
    page.unroute(PIECES)
    assert not Clip.objects.exists()
    page.context.set_offline(False)
    expect(page).to_have_url(re.compile(r"/w/newsroom/clips/$"))
    with Clip.objects.get().original.open("rb") as kept:
        assert kept.read() == film.read_bytes()


def test_paused_it_waits_and_thrown_away_nothing_is_left(page_of, film):
    page = page_of(make_editor())
    page.goto("/w/newsroom/clips/add/")
    held = []
    page.route(
        PIECES,
        lambda route: held.append(route) if route.request.method == "PATCH" else route.continue_(),
    )
    page.locator("input[type=file]").set_input_files(film)
    expect(page.get_by_text("Being sent.")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Paused.")).to_be_visible()
    page.unroute(PIECES)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("The whole file has arrived.")).to_be_visible()
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.get_by_role("button", name="Do not send it").click()
    assert not Transfer.objects.exists()
    page.reload()
    expect(page.locator("input[type=file]")).to_be_visible()
    expect(page.get_by_text("Begun earlier and not finished")).to_be_hidden()


def test_what_is_no_clip_is_said_after_its_first_piece(page_of, tmp_path):
    page = page_of(make_editor())
    page.goto("/w/newsroom/clips/add/")
    page.locator("input[type=file]").set_input_files(
        {"name": "x.mp4", "mimeType": "video/mp4", "buffer": b"%PDF-1.7" * 900_000}
    )
    expect(page.get_by_text("This file is no clip.")).to_be_visible()
    assert not Transfer.objects.exists()


def test_without_scripts_the_form_sends_the_file_itself(phone_browser, live_server, tmp_path):
    from tests.journeys.conftest import sign_in

    context = phone_browser.new_context(
        java_script_enabled=False,
        base_url=live_server.url,
        extra_http_headers={"Accept-Language": "en"},
    )
    sign_in(context, make_editor(), live_server.url)
    page = context.new_page()
    page.goto("/w/newsroom/clips/add/")
    expect(page.locator("[data-transfer]")).to_be_hidden()
    page.get_by_label("Title").fill("卡口夜班")
    page.locator("input[type=file]").set_input_files(make_film(tmp_path / "film.mp4", 1))
    page.get_by_role("button", name="Upload").click()
    expect(page).to_have_url(re.compile(r"/w/newsroom/clips/$"))
    assert Clip.objects.count() == 1
    context.close()
