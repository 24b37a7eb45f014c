"""The desk plans, a reporter goes out by a tap; the story is placed, and its sender reads so."""

import pytest
from playwright.sync_api import expect

from qixin.newsroom.models import CoverageItem, Placement
from qixin.people.enums import Role
from tests.newsroom.coverage_factories import make_outlet
from tests.newsroom.factories import make_editor, make_published
from tests.people.factories import make_user
from tests.reports.factories import make_report

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_with_files_of_its_own"),
]


def test_from_the_plan_to_the_tap_and_back(page_of):
    chief, reporter = make_editor(Role.CHIEF_EDITOR), make_editor(name="演练记者")
    desk, phone = page_of(chief), page_of(reporter, width=390)
    desk.goto("/w/newsroom/coverage/add/")
    desk.get_by_label("What is covered").fill("集中医学观察点探访")
    desk.get_by_label("Protection there").select_option("full")
    desk.locator(".ui-map").click()
    desk.get_by_label("演练记者").check()
    desk.get_by_role("button", name="Plan it").click()
    expect(desk.get_by_role("heading", name="集中医学观察点探访")).to_be_visible()
    item = CoverageItem.objects.get()
    assert item.lng is not None
    phone.goto(f"/w/newsroom/coverage/{item.pk}/")
    phone.get_by_role("button", name="I am out").click()
    expect(phone.get_by_role("button", name="I am back")).to_be_visible()
    desk.goto("/w/newsroom/coverage/out/")
    expect(desk.get_by_role("row", name="演练记者")).to_contain_text("Isolation area")
    phone.get_by_role("button", name="I am back").click()
    expect(phone.get_by_role("button", name="I am out")).to_be_visible()
    desk.reload()
    expect(desk.get_by_text("Nobody is out")).to_be_visible()


def test_from_the_offer_to_the_senders_news(page_of):
    chief, sender = make_editor(Role.CHIEF_EDITOR), make_user(Role.CORRESPONDENT)
    report = make_report("蔬菜送到了。", sender=sender.person)
    story, outlet = make_published(), make_outlet("演练晚报")
    story.sources.create(report=report)
    desk = page_of(chief)
    desk.goto(f"/w/newsroom/placements/of/{story.pk}/")
    desk.get_by_label("演练晚报").check()
    desk.get_by_role("button", name="Offer", exact=True).click()
    expect(desk.get_by_text("Offered to 1 outlet.")).to_be_visible()
    desk.goto(f"/w/newsroom/placements/{Placement.objects.get().pk}/")
    desk.get_by_label("Link").fill("https://news.example.org/a")
    desk.get_by_role("button", name="Note it as taken").click()
    expect(desk.get_by_text("Taken", exact=True)).to_be_visible()
    phone = page_of(sender, width=390)
    phone.goto(f"/w/report/mine/{report.number}/")
    expect(phone.get_by_text("Used by another medium")).to_be_visible()
    expect(phone.get_by_role("link", name=f"{outlet}：{story.title}")).to_be_visible()
