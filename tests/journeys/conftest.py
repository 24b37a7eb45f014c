"""A real browser and a real server with a database of its own."""

import os
import shutil
import socket
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from playwright.sync_api import expect, sync_playwright

from qixin.bench.servers import wait_for

# A machine that runs the rest of the suite beside the browser is slow at times.
expect.set_options(timeout=15_000)


# The shell without a window opens pages in a third of the time, but never wakes a service worker
# for what waits (background sync).
SHELL, WHOLE = ("chromium-headless-shell",), ("chromium", "chromium-browser")


@pytest.fixture(scope="module")
def phone_browser(request):
    """Chromium; a module that says `NEEDS_WHOLE_BROWSER` never gets the shell."""
    needs_whole = getattr(request.module, "NEEDS_WHOLE_BROWSER", False)
    names = WHOLE if needs_whole else SHELL + WHOLE
    known = [os.environ.get("QIXIN_CHROMIUM"), *map(shutil.which, names)]
    found = next(filter(None, known), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def no_stream_for_readers(settings):
    """No process of live updates runs beside the pages; the journey that starts one says so."""
    settings.QIXIN_READERS = 0


@pytest.fixture
def stream(settings, tmp_path):
    """The process of live updates, on the same database."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings.QIXIN_PUBLIC_ROOT = tmp_path / "public"
    settings.QIXIN_READERS = 100
    settings.QIXIN_EVENTS_URL = f"http://localhost:{port}/events"
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}"}
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "asginl", "--host", "127.0.0.1",
         "--port", str(port), "--log-level", "error", "qixin.situation.events.app:application"],
        env=environment,
    )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/", process)
        yield settings.QIXIN_EVENTS_URL
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def phone(phone_browser, live_server):
    """A telephone's browser: what it keeps stays for as long as the test runs."""
    context = phone_browser.new_context(
        viewport={"width": 390, "height": 800},
        base_url=live_server.url,
        locale="en-GB",
        extra_http_headers={"Accept-Language": "en"},
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page_of(phone_browser, live_server):
    """A page in a browser of their own for each person."""
    contexts = []

    def open_for(user, width=1280):
        context = phone_browser.new_context(
            viewport={"width": width, "height": 900},
            base_url=live_server.url,
            extra_http_headers={"Accept-Language": "en"},
        )
        sign_in(context, user, live_server.url)
        contexts.append(context)
        return context.new_page()

    yield open_for
    for context in contexts:
        for page in context.pages:
            page.goto("about:blank")
        context.close()


@pytest.fixture
def demo_with_files_of_its_own(settings, tmp_path):
    settings.QIXIN_DEMO = True
    settings.QIXIN_PUBLIC_ROOT = tmp_path / "public"
    settings.MEDIA_ROOT = str(tmp_path / "media")


def sign_in(context, user, url):
    """Give the browser a session of `user`; the sign-in pages have journeys of their own."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": session.session_key, "url": url}])
    return session
