"""The gallery of components in a real browser: sound for axe, no wider than a phone."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

PAGES = ("/ui/gallery/", "/ui/gallery/public/", "/offline/", "/nothing-here/")


@pytest.fixture(scope="module")
def browser():
    found = (
        os.environ.get("QIXIN_CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
    )
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])


@pytest.fixture
def site(live_server, settings):
    settings.QIXIN_DEMO = True
    return live_server.url


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious(browser, site, theme, width):
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme=theme, locale="zh-CN",
        reduced_motion="reduce", bypass_csp=True,
    )  # fmt: skip
    serious = []
    for path in PAGES:
        page.goto(site + path)
        serious += [
            (path, fault["id"], fault["nodes"][0]["html"])
            for fault in Axe().run(page).response["violations"]
            if fault["impact"] in {"serious", "critical"}
        ]
    page.close()
    assert serious == []


@pytest.mark.parametrize("width", [390, 1920])
def test_nothing_is_wider_than_the_screen(browser, site, width):
    page = browser.new_page(viewport={"width": width, "height": 900}, locale="en-GB")
    for path in PAGES:
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.close()


def test_pages_obey_their_own_content_policy(browser, site):
    page = browser.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(site + "/ui/gallery/")
    page.locator(".ui-chart svg").first.wait_for()
    page.locator(".ui-map path").first.wait_for()
    page.close()
    assert said == []


def test_the_theme_is_kept_for_the_next_page(browser, site):
    page = browser.new_page(color_scheme="light")
    page.goto(site + "/ui/gallery/")
    page.locator(".ui-top details").last.locator("summary").click()
    page.locator("[data-set-theme=dark]").click()
    page.reload()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.close()
