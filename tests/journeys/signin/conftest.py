"""Browsers of one's own, from an address without limits."""

import pytest


@pytest.fixture(autouse=True)
def several_at_once(settings):
    """Tests that follow one another come from one address: its limits are tested elsewhere."""
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def browser(phone_browser, live_server):
    """Opens a browser of one's own; as many as a test needs."""
    opened = []

    def open_one(language="en-GB", **options):
        context = phone_browser.new_context(
            base_url=live_server.url, locale=language, viewport={"width": 390, "height": 800},
            **options,
        )  # fmt: skip
        context.set_default_timeout(30_000)
        opened.append(context)
        return context.new_page()

    yield open_one
    for context in opened:
        context.close()
