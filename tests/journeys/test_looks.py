"""The main pages with rows in them: sound for axe, no wider than the screen, nothing said aside."""

from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.base import ContentFile

from qixin.cases.enums import CaseState
from qixin.people.enums import Role
from qixin.reports.actions.examining import examine_waiting
from tests.cases.factories import bring_to, make_case
from tests.journeys.conftest import sign_in
from tests.journeys.review_rows import review_pages
from tests.journeys.rumour_rows import rumour_pages
from tests.journeys.safety_rows import safety_pages
from tests.letters.factories import make_answer, make_draft, make_recipient
from tests.newsroom.factories import (
    jpeg,
    make_column,
    make_editor,
    make_photo,
    make_published,
    make_story,
    make_topic,
    submit,
)
from tests.passes.factories import make_pass, make_request
from tests.people.factories import make_community, make_town, make_unit, make_user
from tests.reports.factories import make_group, make_member, make_report

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_with_files_of_its_own"),
]
TEXT = "稷下街道桑坡路小区三号楼有住户家中冒烟，老人被困，请求立即救援"
EVERY_ROLE = (
    Role.CORRESPONDENT, Role.TRIAGE_EDITOR, Role.CHIEF_EDITOR, Role.COMMANDER, Role.ADMINISTRATOR,
    Role.ENTERPRISE_CONTACT,
)  # fmt: skip
ALL = {"resultTypes": ["violations"]}
COLOURS = ALL | {"runOnly": ["color-contrast"]}
# The theme decides about colours alone, and they are the same at any width.
CHECKS = {390: {"light": ALL, "dark": COLOURS}, 1280: {"dark": ALL}}
SHOWN = "theme => getComputedStyle(document.documentElement).colorScheme === theme"
# Beside the test's server is no event stream; a page that looks for one changes its colours once.
SETTLED = "() => !document.querySelector('[data-live]:not([data-live-state=reconnecting])')"
# However short the way of a colour is, an inherited one takes a frame for each element between.
PAINTED = """new Promise(done => {
  const after = frames => frames ? requestAnimationFrame(() => after(frames - 1)) : done();
  after(12);
})"""


@pytest.fixture
def district():
    """A few rows of everything, and the addresses of the pages that show them."""
    make_community(make_town())
    somebody = make_user(*EVERY_ROLE)
    group, unit = make_group(), make_unit("区卫生健康局")
    make_member(group, somebody.person, is_leader=True)
    make_member(group, make_user(name="演练丁").person)
    first = make_report(TEXT, sender=somebody.person, group=group)
    photo = make_photo(first)
    photo.thumb.save("t.jpg", ContentFile(jpeg(exif=False)))
    again = make_report(TEXT + "，转发扩散！", sender=somebody.person, group=group)
    examine_waiting()
    asked = make_report("执勤点缺口罩，请协调。", sender=somebody.person)
    case = bring_to(make_case(report=asked, unit=unit), CaseState.ANSWERED)
    make_case(unit=unit)
    column, editor = make_column(topic=make_topic()), make_editor()
    story = make_published(column, editor=editor)
    submit(make_story(column, by=editor, title="首批蔬菜送到社区"), by=editor)
    reviews, withdrawn = review_pages(column, editor=editor)
    rumours, answered = rumour_pages(story, editor=editor)
    issued = make_pass()
    make_request(plate="陕AD00012")
    recipient = make_recipient()
    make_answer(recipient)
    make_draft()
    outside = [
        "/zh/", f"/zh/{story.public_path()}",
        "/report/", "/follow/", "/accounts/login/", f"/letter/{recipient.token}/",
        withdrawn, *answered,
    ]  # fmt: skip
    inside = [
        "/w/report/", "/w/report/mine/", f"/w/report/mine/{asked.number}/",
        "/w/triage/", f"/w/triage/{again.number}/", "/w/reports/",
        "/w/cases/", f"/w/cases/{case.number}/", "/w/situation/", "/w/newsroom/",
        "/w/people/", f"/w/people/{somebody.person_id}/", "/w/journal/",
        f"/w/groups/{group.pk}/",
        "/w/passes/", "/w/passes/queue/", f"/w/passes/{issued.number}/", "/w/passes/request/",
        f"/w/passes/{issued.number}/show/",
        "/w/passes/check/", "/w/passes/rules/", "/w/passes/keys/", "/w/passes/import/",
        "/w/letters/", f"/w/letters/{recipient.letter.number}/", "/w/letters/draft/",
        "/w/letters/chase/", "/w/letters/addressees/", "/w/letters/series/",
        *safety_pages(somebody), *reviews, *rumours,
    ]  # fmt: skip
    return somebody, outside, inside


@pytest.mark.parametrize("width", CHECKS)
def test_the_main_pages_are_sound_in_both_themes(phone_browser, live_server, district, width):
    somebody, outside, inside = district
    faults = []
    for paths, user in ((outside, None), (inside, somebody)):
        context = phone_browser.new_context(
            viewport={"width": width, "height": 900}, base_url=live_server.url, locale="zh-CN",
            reduced_motion="reduce",
        )  # fmt: skip
        if user:
            sign_in(context, user, live_server.url)
        page = context.new_page()
        page.on("console", partial(_note, faults))
        page.on("pageerror", partial(_wrong, faults))
        for path in paths:
            assert page.goto(path).status == 200, path
            faults += [(path, *fault) for fault in _faults(page, width)]
        page.goto("about:blank")
        page.wait_for_timeout(300)
        context.close()
    assert not faults, "\n".join(map(str, faults))


def _faults(page, width):
    page.wait_for_function(SETTLED)
    for theme, options in CHECKS[width].items():
        yield from _serious(page, theme, options)
    yield from _overflow(page)
    if width == 1280:
        page.set_viewport_size({"width": 1920, "height": 900})
        yield from _overflow(page)
        page.set_viewport_size({"width": width, "height": 900})


def _serious(page, theme, options):
    page.emulate_media(color_scheme=theme)
    page.wait_for_function(SHOWN, arg=theme)
    page.evaluate(PAINTED)
    for fault in Axe().run(page, options=options).response["violations"]:
        if fault["impact"] in {"serious", "critical"}:
            yield theme, fault["id"], fault["nodes"][0]["html"]


def _overflow(page):
    if (too_much := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
        yield "wider than the screen", too_much


def _note(faults, message):
    # the test's server has no event stream beside it; the page tries again by itself
    if message.type in {"error", "warning"} and "/events?" not in message.text:
        faults.append((message.text, message.location["url"]))


def _wrong(faults, error):
    faults.append(str(error))
