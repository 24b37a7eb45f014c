"""No page speaks two languages: every one that people reach is read, in Chinese and in English."""

import gc
import re
import warnings
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Error, expect

from qixin.cases.enums import CaseState
from qixin.newsroom.actions import draft_from_reports
from qixin.newsroom.models import Picture, Story
from qixin.people import actions
from qixin.people.enums import Role
from qixin.people.models import User
from tests.cases.factories import bring_to, make_case
from tests.journeys.conftest import sign_in
from tests.journeys.safety_rows import safety_pages
from tests.journeys.words import COLLECT, content, foreign
from tests.letters.factories import make_answer, make_draft, make_recipient
from tests.newsroom.factories import (
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
# Ends the session, is no page, is content, or the library's own page in English for programmers.
NOT_READ = re.compile(
    r"/logout/|/sign-in/|/language/|/i18n/|/api/|/static/|/media/|/export|preview"
)
LOOKS = ("css", "woff2", "svg", "png", "jpg", "webp", "avif")


@pytest.fixture(params=["zh", "en"])
def language(request):
    return request.param


class Reader:
    """Goes through pages and keeps what is not in the language that it reads."""

    def __init__(self, context, language):
        self.page, self.language = context.new_page(), language
        _without_looks(context, self.page)
        self.seen, self.known, self.faults = {}, content(), []

    def read(self, where):
        said = [one for one in self.page.evaluate(COLLECT) if one not in self.seen]
        self.seen |= dict.fromkeys(said, where)
        self.faults += [(where, one) for one in foreign(said, self.language, self.known)]

    def open(self, path):
        """Read the page at `path`, if it is one; whether it is."""
        try:
            answer = self.page.goto(path)
        except Error as error:
            if "Download is starting" in str(error):
                return False
            raise
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            return False
        assert answer.status < 500, path
        self.read(path)
        return True

    def follow(self, *starts, below):
        """One page of each kind that links lead to."""
        waiting, kinds = list(starts), set()
        while waiting:
            path = waiting.pop(0)
            kind = _kind(path)
            if kind in kinds:
                continue
            kinds.add(kind)
            if self.open(path):
                waiting += self._links(below)

    def _links(self, below):
        hrefs = self.page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        here = urlsplit(self.page.url).netloc
        found = [urlsplit(href) for href in hrefs]
        return [
            one.path
            for one in found
            if one.netloc == here and one.path.startswith(below) and not NOT_READ.search(one.path)
        ]


def _without_looks(context, page):
    """Load no file that only makes a page look as it does: words are read here."""
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.setBlockedURLs", {"urls": [f"*.{kind}*" for kind in LOOKS]})


def _kind(path):
    try:
        found = resolve(path)
    except Resolver404:
        return path
    return found.view_name or found._func_path


@pytest.fixture
def reading(phone_browser, live_server, language):
    """A reader in a browser of its own, signed in as somebody or nobody."""
    contexts = []

    def begin(user=None):
        locale = {"zh": "zh-CN", "en": "en-GB"}[language]
        context = phone_browser.new_context(
            base_url=live_server.url, locale=locale, viewport={"width": 1280, "height": 900}
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if user is not None:
            sign_in(context, user, live_server.url)
        return Reader(context, language)

    yield begin
    for context in contexts:
        for page in context.pages:
            page.goto("about:blank")
        context.close()


@pytest.fixture
def district():
    """A little of everything, in Chinese, as a district has it."""
    town, unit = make_town(), make_unit("区卫生健康局")
    community = make_community(town)
    admin = make_user(Role.ADMINISTRATOR, name="演练管理")
    leader = make_user(Role.CORRESPONDENT, name="演练组长")
    group = make_group()
    make_member(group, leader.person, is_leader=True)
    actions.register_home(person=leader.person, community=community, by=leader)
    actions.invite(role=Role.EDITOR, name="演练新人", by=admin)
    report = make_report(sender=leader.person, group=group)
    make_photo(report)
    make_report("晏婴社区路口执勤点缺口罩，请协调两箱。", sender=leader.person, group=group)
    bring_to(make_case(unit=unit), CaseState.ANSWERED)
    make_case(report=make_report("请协调车辆。", sender=leader.person), unit=unit)
    make_pass()
    make_request(plate="陕AD00012")
    make_answer(make_recipient())
    make_draft()
    safety_pages(make_user(Role.COMMANDER))
    submit(make_story(by=make_editor()), by=make_editor())
    return {"unit": unit, "leader": leader, "admin": admin, "report": report}


def test_visitors_read_one_language(reading, district):
    make_published(make_column(topic=make_topic()))
    reader = reading()
    reader.follow(
        "/", "/report/", "/follow/", "/accounts/login/", "/accounts/login/code/", "/offline/",
        "/accounts/password/reset/", "/accounts/signup/", "/accounts/inactive/", "/nothing/",
        "/i/nothing/", "/join/nothing/", "/accounts/social/login/cancelled/",
        below=f"/{reader.language}/",
    )  # fmt: skip
    assert reader.faults == []


@pytest.mark.parametrize(
    "role",
    [Role.ADMINISTRATOR, Role.CHIEF_EDITOR, Role.COMMANDER, Role.OFFICER, Role.CORRESPONDENT],
)
def test_the_workbench_speaks_one_language(reading, district, role):
    known = {
        Role.ADMINISTRATOR: district["admin"],
        Role.CORRESPONDENT: district["leader"],
        Role.OFFICER: make_user(role, unit=district["unit"]),
    }
    user = User.objects.get(pk=(known.get(role) or make_user(role)).pk)
    user.set_password("correct-horse-9")
    user.save()
    reader = reading(user)
    reader.follow(
        "/w/", "/w/account/", "/accounts/2fa/", "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/", "/accounts/reauthenticate/",
        "/accounts/password/change/", "/accounts/sessions/", "/accounts/3rdparty/",
        "/accounts/logout/", "/accounts/email/", "/w/nothing/",
        below="/w/",
    )  # fmt: skip
    assert reader.faults == []


@pytest.fixture
def newsroom(district):
    """Stories in every state, one of them to and fro, with a picture."""
    with warnings.catch_warnings():
        # Wagtail leaves the files in which it makes renditions to the garbage collector
        warnings.simplefilter("ignore", ResourceWarning)
        yield _newsroom(district)
        gc.collect()


def _newsroom(district):
    topic = make_topic()
    column = make_column(topic=topic)
    editor, chief = make_editor(name="演练编辑"), make_editor(Role.CHIEF_EDITOR, name="演练总编")
    make_published(column, editor=editor, title="复工第一天")
    story = draft_from_reports(reports=[district["report"]], column=column, by=editor)
    story = Story.objects.get(pk=story.pk)
    story.title = "执勤点收到口罩"
    # by another hand than the one that reads it here: an author has no buttons of the review
    story.save_revision(user=editor)
    submit(story, by=editor)
    plain = make_story(column, by=chief, title="志愿者名单 19900001234")
    waiting = Story.objects.get(pk=story.pk)
    return {"chief": chief, "story": waiting, "plain": plain, "column": column}


def test_the_back_office_speaks_one_language(reading, newsroom):
    reader, story, column = reading(newsroom["chief"]), newsroom["story"], newsroom["column"]
    reader.follow("/newsroom/", "/w/newsroom/", below="/newsroom/")
    picture = Picture.objects.get()
    for verb in ("delete", "copy", "move", "unpublish"):
        for page in (story, column):
            reader.open(f"/newsroom/pages/{page.pk}/{verb}/")
    for verb in ("delete", "publish", "unpublish", "move"):
        reader.open(f"/newsroom/bulk/wagtailcore/page/{verb}/?id={story.pk}")
    for path in (
        f"/newsroom/images/{picture.pk}/delete/", "/newsroom/images/add/",
        "/newsroom/images/?q=123", f"/newsroom/pages/{column.pk}/?q=123",
        "/newsroom/reports/workflow/", "/newsroom/reports/workflow_tasks/",
        "/newsroom/reports/locked/", "/newsroom/reports/site-history/",
        "/newsroom/nothing/",
    ):  # fmt: skip
        reader.open(path)
    assert reader.faults == []


def test_the_editor_of_stories_speaks_one_language_in_every_panel_and_dialog(reading, newsroom):
    reader, story = reading(newsroom["chief"]), newsroom["story"]
    page = reader.page
    edit = f"/newsroom/pages/{story.pk}/edit/"
    reader.open(edit)
    for panel in ("status", "preview", "checks"):
        page.click(f"[data-side-panel-toggle='{panel}']")
        page.wait_for_timeout(500)
        reader.read(panel)
    page.locator("footer [data-w-dropdown-target='toggle']").first.click()
    reader.read("what can be done")
    page.keyboard.press("Escape")
    # before anything is typed: what is saved by itself makes the reader an author
    _sending_back(reader)
    reader.open(edit)
    page.locator(".c-sf-add-button").first.click()
    page.locator(".w-combobox").first.wait_for()
    reader.read("kinds of blocks")
    page.keyboard.press("Escape")
    _links(reader)
    reader.open(f"/newsroom/pages/{newsroom['plain'].pk}/edit/")
    _pictures(reader)
    reader.open(edit)
    page.fill("[name=title]", "")
    page.locator("footer button.action-save").first.click()
    page.locator(".error-message, .messages .error").first.wait_for()
    reader.read("a story without a title")
    assert reader.faults == []


def _links(reader):
    page = reader.page
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.press("End")
    page.keyboard.type(" /")
    page.wait_for_timeout(500)
    reader.read("after a slash")
    page.keyboard.press("Backspace")
    page.keyboard.press("Control+a")
    page.locator(".Draftail-ToolbarButton[name='LINK']").first.click()
    kinds = page.locator(".modal .link-types a")
    kinds.first.wait_for()
    reader.read("a link")
    for number in range(kinds.count()):
        kinds.nth(number).click()
        expect(page.locator(".modal form [type=submit]").last).to_be_visible()
        page.wait_for_timeout(500)
        reader.read(f"link {number}")


def _pictures(reader):
    page = reader.page
    page.locator("[data-chooser-action-choose]").first.click()
    tabs = page.locator(".modal [role=tab]")
    tabs.first.wait_for()
    reader.read("pictures")
    tabs.nth(1).click()
    page.locator(".modal #tab-upload [type=submit]").click()
    page.locator(".modal .error-message").first.wait_for()
    reader.read("a picture without a file")


def _sending_back(reader):
    page = reader.page
    page.locator("footer [data-w-dropdown-target='toggle']").first.click()
    page.locator("[data-workflow-action-name='reject']").first.click()
    page.locator(".modal form").wait_for()
    reader.read("sending back")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "Save draft"),
        ("zh", "该稿件 has been submitted for moderation"),
        ("zh", "共 %(count)s 篇"),
        ("en", "Save 草稿"),
    ],
)
def test_a_word_of_the_other_language_is_noticed(language, text):
    assert list(foreign([text], language, {"口罩", "Smith"})) == [text]


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh", "保存草稿"), ("zh", "R200203-ABC1234 · Smith"), ("en", "Drafts: 口罩"), ("en", "中文")],
)
def test_content_and_names_are_nobodys_fault(language, text):
    assert list(foreign([text], language, {"口罩", "Smith"})) == []
