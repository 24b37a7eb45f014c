"""Takes the README's screenshots: a demo of its own, seen by several roles.

    python script/screens.py [--port 8137] [name …]

Writes docs/screens/<name>.png. The pages are those that the README tells of.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screens"
PHONE, DESK = (390, 844), (1280, 800)
PATIENCE_S = 300
SETTLE_MS = 800


@dataclass(frozen=True)
class Screen:
    """One picture: a page as somebody sees it. `press` is a selector to click first."""

    name: str
    path: str
    account: str = ""
    size: tuple[int, int] = DESK
    language: str = "zh-CN"
    theme: str = "light"
    press: str = ""


SCREENS = (
    Screen("public", "/"),
    Screen("public-phone", "/", size=PHONE),
    Screen("send-phone", "/w/report/", "demo-correspondent", size=PHONE),
    Screen("mine-phone", "/w/report/mine/", "demo-correspondent", size=PHONE, theme="dark"),
    Screen("triage", "/w/triage/", "demo-triage", press="main li a[href^='/w/triage/']"),
    Screen("triage-dark", "/w/triage/", "demo-triage", theme="dark"),
    Screen("cases", "/w/cases/", "demo-officer"),
    Screen("situation", "/w/situation/", "demo-commander"),
    Screen("situation-en", "/w/situation/", "demo-commander", language="en-GB", theme="dark"),
    Screen("newsroom", "/w/newsroom/", "demo-editor"),
    Screen("journal", "/w/journal/", "demo-administrator"),
)


@contextlib.contextmanager
def demo(port: int) -> Iterator[str]:
    """A demo in a folder of its own, ended and thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="qixin-screens-") as home:
        command = [str(ROOT / ".venv" / "bin" / "qixin"), "demo", "--still", "--port", str(port)]
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        server = subprocess.Popen(  # noqa: S603 - our own command
            command, env=environment | {"QIXIN_HOME": home}, start_new_session=True
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, server)
            yield address
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if server.poll() is not None:
            sys.exit("The demo did not start; see above.")
        try:
            urllib.request.urlopen(f"{address}/offline/", timeout=2)  # noqa: S310 - our own
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    sys.exit(f"The demo gave no page within {PATIENCE_S} seconds.")


def take(browser: Browser, address: str, screen: Screen) -> None:
    width, height = screen.size
    page = browser.new_page(
        viewport={"width": width, "height": height}, locale=screen.language,
        color_scheme="dark" if screen.theme == "dark" else "light", device_scale_factor=1,
        timezone_id="Asia/Shanghai", base_url=address,
    )  # fmt: skip
    if screen.account:
        page.goto("/accounts/login/")
        page.locator(f"form[action*='/demo/sign-in/{screen.account}/'] button").click()
        page.wait_for_url("**/w/**")
    page.goto(screen.path)
    if screen.press:
        page.locator(screen.press).first.click()
    page.wait_for_timeout(SETTLE_MS)
    page.screenshot(path=TARGET / f"{screen.name}.png")
    page.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8137)
    options.add_argument("names", nargs="*")
    chosen = options.parse_args()
    chromium = os.environ.get("QIXIN_CHROMIUM") or shutil.which("chromium")
    TARGET.mkdir(parents=True, exist_ok=True)
    with demo(chosen.port) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for screen in SCREENS:
            if not chosen.names or screen.name in chosen.names:
                take(browser, address, screen)
                print(screen.name)
        browser.close()


if __name__ == "__main__":
    main()
