"""A resident asks whether it is true; evidence, a verdict, a second person; a reader finds it on
top of the search, and the resident reads the answer."""

import re

import pytest
from playwright.sync_api import expect

from qixin.newsroom.models import Rumour
from qixin.people.enums import Role
from qixin.reports.enums import Source
from tests.newsroom.factories import make_editor, make_published
from tests.people.factories import make_user
from tests.reports.factories import make_report

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_with_files_of_its_own"),
]
CLAIM = "今晚零点全区封路"


def test_from_a_question_to_the_answer_on_top_of_the_search(page_of, phone):
    reader = phone.new_page()
    sender = make_user(Role.CORRESPONDENT)
    report = make_report(f"群里都在传{CLAIM}，是真的吗？", sender=sender.person, source=Source.APP)
    make_published(title="封路传闻引发囤菜")
    triage, author = make_editor(Role.TRIAGE_EDITOR), make_editor(Role.REVIEWER)
    desk = page_of(triage)
    desk.goto(f"/w/triage/{report.number}/")
    desk.locator(".tri-decide").get_by_role("link", name="Rumour").click()
    desk.get_by_label("The claim, as it goes round").fill(CLAIM)
    desk.get_by_role("button", name="Look into it").click()
    desk.wait_for_url(re.compile("/w/(triage|newsroom/rumours)/"))
    rumour = Rumour.objects.get()

    writer = page_of(author)
    writer.goto(f"/w/newsroom/rumours/{rumour.pk}/")
    writer.get_by_text("Add evidence").click()
    writer.get_by_label("Who says so").fill("区交警大队值班室")
    writer.get_by_label("What it says").fill("没有封路安排。")
    writer.get_by_role("button", name="Keep the evidence").click()
    expect(writer.get_by_text("没有封路安排。")).to_be_visible()
    writer.get_by_label("A story that tells the claim").select_option(index=0)
    writer.get_by_role("button", name="Link", exact=True).click()
    writer.get_by_role("link", name="Propose an answer").click()
    writer.get_by_label("False", exact=True).check()
    writer.get_by_label("Answer", exact=True).fill("没有封路，道路照常通行。")
    writer.get_by_label("Sources for readers").fill("区公安分局交警大队")
    writer.get_by_role("button", name="Hand it to a second person").click()
    expect(writer.get_by_text("so another person has to verify it")).to_be_visible()
    expect(writer.get_by_role("button", name="Verify")).to_have_count(0)

    second = page_of(make_editor(Role.REVIEWER), width=390)
    second.goto("/w/newsroom/rumours/?list=waiting")
    second.get_by_role("link", name=CLAIM).click()
    second.get_by_role("button", name="Verify", exact=True).click()
    second.get_by_role("button", name="Verify and publish").click()
    expect(second.get_by_role("heading", name="What readers have")).to_be_visible()

    reader.goto("/search/?q=封路")
    answered = reader.locator("main aside.answered").first
    expect(answered).to_contain_text(CLAIM)
    stories = reader.locator("main .story-list").first
    assert answered.bounding_box()["y"] < stories.bounding_box()["y"]
    answered.get_by_role("link").click()
    expect(reader.locator("h1")).to_contain_text("False")
    expect(reader.get_by_text("没有封路，道路照常通行。")).to_be_visible()
    reader.get_by_role("link", name="封路传闻引发囤菜").click()
    expect(reader.locator("main aside.answered")).to_contain_text(CLAIM)

    mine = page_of(sender, width=390)
    mine.goto(f"/w/report/mine/{report.number}/")
    expect(mine.get_by_text("Answered in public")).to_be_visible()
    expect(mine.get_by_text("没有封路，道路照常通行。")).to_be_visible()
