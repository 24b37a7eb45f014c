"""An entry from the phone, with a photo, is seen by a reader at a tap, without a reload."""

import pytest
from playwright.sync_api import expect

from qixin.newsroom.models import LiveEntry
from qixin.people.enums import Role
from tests.newsroom.factories import make_editor
from tests.newsroom.live_factories import make_channel, make_entry, make_photo
from tests.people.factories import make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_with_files_of_its_own"),
]


def test_from_the_phone_to_the_reader(page_of):
    chief = make_editor(Role.CHIEF_EDITOR)
    channel = make_channel(by=chief)
    make_entry(channel, "车队出发。")
    phone, reader = page_of(chief, width=390), page_of(make_user(), width=390)
    # a page that asks is made to ask at once
    reader.add_init_script(
        "const later = setTimeout;"
        "window.setTimeout = (call, ms, ...rest) => later(call, Math.min(ms, 300), ...rest);"
    )
    reader.goto(f"/en/live/{channel.slug}/")
    expect(reader.get_by_text("车队出发。")).to_be_visible()
    reader.evaluate("window.notReloaded = true")

    phone.goto(f"/w/newsroom/live/{channel.pk}/")
    phone.get_by_label("What is happening").fill("第一车已到雪宫街道。")
    phone.locator("input[type=file]").set_input_files(
        {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": make_photo().read()}
    )
    expect(phone.locator("[data-live-photos] img")).to_be_visible()
    # the line breaks: the words stay, and the second press sends it once
    phone.route("**/write/", lambda route: route.abort())
    phone.get_by_role("button", name="Send out").click()
    expect(phone.get_by_text("No network")).to_be_visible()
    expect(phone.get_by_label("What is happening")).to_have_value("第一车已到雪宫街道。")
    phone.unroute("**/write/")
    phone.get_by_role("button", name="Send out").click()
    expect(phone.locator(".live-entry").get_by_text("第一车已到雪宫街道。")).to_be_visible()
    assert LiveEntry.objects.filter(text="第一车已到雪宫街道。").count() == 1

    reader.get_by_text("1 new entry").click()
    expect(reader.get_by_text("第一车已到雪宫街道。")).to_be_visible()
    expect(reader.locator(".live-entries img")).to_be_visible()
    assert reader.evaluate("window.notReloaded") is True

    entry = LiveEntry.objects.latest("pk")
    phone.locator(f"#entry-{entry.pk}").get_by_role("button", name="Take it down").click()
    phone.get_by_role("dialog").get_by_label("Why?").fill("地点有误，以通报为准")
    phone.get_by_role("dialog").get_by_role("button", name="Take it down").click()
    reader.reload()
    expect(reader.get_by_text("地点有误，以通报为准")).to_be_visible()
    expect(reader.get_by_text("第一车已到雪宫街道。")).to_have_count(0)
