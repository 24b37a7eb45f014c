"""A resident's report, before it travels."""

import pytest
from playwright.sync_api import expect

from qixin.reports.models import Report
from tests.reports.pictures import jpeg

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_photo_that_is_too_large_is_told_before_it_travels(phone):
    page = phone.new_page()
    page.goto("/report/")
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg(size=(640, 480)).read()}
    field = page.locator("input[name=files]")
    field.evaluate("field => { field.dataset.imageBytes = 100 }")
    field.set_input_files([photo])
    page.fill("textarea[name=text]", "三号楼停水")
    page.click("#public-report [type=submit]")
    assert "“a.jpg” has" in field.evaluate("field => field.validationMessage")
    assert not Report.objects.exists()

    field.set_input_files([])
    page.click("#public-report [type=submit]")
    expect(page.locator("main")).to_contain_text("has been received")
    assert Report.objects.get().text == "三号楼停水"
