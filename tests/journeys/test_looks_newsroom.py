"""Every page of the newsroom and every public page, with rows in them: sound for axe in both
themes, no wider than a telephone or a desk."""

from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Error

from qixin.people.enums import Role
from tests.config.addresses import address, routes
from tests.config.world import kwargs_for, make_world, query_for
from tests.journeys.conftest import sign_in
from tests.journeys.test_looks import CHECKS, SETTLED, _serious, _wrong

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_with_files_of_its_own"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
PHONE, DESK = 390, 1280
# what readers without an account are asked, beside the files
ASKED = ("/search/", "/search/?q=口罩", "/report/", "/follow/", "/zh/nothing.html", "/offline/")
MADE_FOR_READERS = ("/speak/<str:purpose>/", "/calls/<slug:slug>/send/")
# what reaches beyond the screen, where the page does
WIDEST = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return "";
  const right = (one) => one.getBoundingClientRect().right;
  const all = [...document.querySelectorAll("body *")];
  all.sort((one, other) => right(other) - right(one));
  return `${Math.round(right(all[0]))}: ${all[0].outerHTML.slice(0, 160)}`;
}"""
# Fewer than these are a sign that the rows behind the addresses are gone.
LEAST = {"inside": 40, "outside": 20}


@pytest.fixture
def world():
    return make_world()


def of_the_newsroom(world):
    """Each address of the room in the workbench, for who may see all of it."""
    for route in routes():
        if route.startswith("/w/newsroom/"):
            kwargs = kwargs_for(world, Role.CHIEF_EDITOR, route)
            yield address(route, kwargs) + query_for(world, route)


def of_readers(world):
    """Each file that readers open as a page, and the forms that are made for them."""
    root = Path(settings.QIXIN_PUBLIC_ROOT)
    yield from (f"/{file.relative_to(root)}" for file in sorted(root.rglob("zh/**/*.html")))
    yield from ASKED
    for route in MADE_FOR_READERS:
        kwargs = kwargs_for(world, Role.CORRESPONDENT, route)
        yield address(route, kwargs) + query_for(world, route)


@pytest.mark.parametrize("side", ["inside", "outside"])
def test_every_page_is_sound(phone_browser, live_server, world, side):
    paths = list((of_the_newsroom if side == "inside" else of_readers)(world))
    context = phone_browser.new_context(
        viewport={"width": PHONE, "height": 844}, base_url=live_server.url, locale="zh-CN",
        reduced_motion="reduce", service_workers="block",
    )  # fmt: skip
    if side == "inside":
        sign_in(context, world.users[Role.CHIEF_EDITOR], live_server.url)
    page, faults, seen = context.new_page(), [], 0
    page.on("pageerror", partial(_wrong, faults))
    for path in paths:
        if not opened(page, path):
            continue
        seen += 1
        faults += [(path, *fault) for fault in _faults(page)]
    page.goto("about:blank")
    context.close()
    assert not faults, "\n".join(map(str, faults))
    assert seen >= LEAST[side]


def opened(page, path):
    """Whether it is a page, and not one of the addresses that only take what is sent to them."""
    try:
        answer = page.goto(path)
    except Error as error:
        if "Download is starting" in str(error):
            return False
        raise
    assert answer.status < 500, path
    # a part of a page has no title
    is_page = "html" in answer.headers.get("content-type", "") and page.title()
    return is_page and answer.status in (200, 404 if path.startswith("/zh/") else 200)


def _faults(page):
    if page.url.endswith("/embed.html"):
        return
    page.wait_for_function(SETTLED)
    for theme, options in CHECKS[PHONE].items():
        yield from _serious(page, theme, options)
    yield from _too_wide(page)
    page.set_viewport_size({"width": DESK, "height": 844})
    yield from _too_wide(page)
    page.set_viewport_size({"width": PHONE, "height": 844})


def _too_wide(page):
    if culprit := page.evaluate(WIDEST):
        yield "wider than the screen", culprit
