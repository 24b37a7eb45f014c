"""Messages under stories: state × verb × role, files, fates, objections, likes."""

import itertools
import uuid
from contextlib import suppress

import pytest
from django.core.cache import cache
from django.urls import reverse

from qixin.core.actors import RESIDENT
from qixin.core.errors import Conflict, Invalid, QixinError
from qixin.core.models import Entry
from qixin.newsroom import publication
from qixin.newsroom.actions import flagging, looking, showing
from qixin.newsroom.as_shown import as_shown, name_as_shown
from qixin.newsroom.enums.readers import FlagState, Showing
from qixin.newsroom.models import Flag, Like, ReaderMessage, Story, StorySource
from qixin.newsroom.policies.readers import can_show
from qixin.newsroom.selectors import readers as selector
from qixin.newsroom.workflow.readers import TRANSITIONS
from qixin.people.enums import Role
from qixin.people.models import Notice
from qixin.reports import actions as report_actions
from qixin.reports.enums import Consent, Decision, Outcome, Purpose, ReportState
from qixin.reports.models import About, Report
from qixin.reports.selectors.mine import fates
from tests.newsroom.factories import PHONE, make_column, make_editor, make_published, write_anew
from tests.newsroom.reader_factories import WHY, bring_to, make_entry, make_message, show
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
MODERATORS = {Role.TRIAGE_EDITOR, Role.REVIEWER, Role.CHIEF_EDITOR}
VERBS = {
    "show": lambda sent, by: show(sent, by=by),
    "decline": lambda sent, by: showing.decline(sent=sent, by=by),
    "take_down": lambda sent, by: showing.take_down(sent=sent, reason=WHY, by=by),
}
OURS = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture(autouse=True)
def fresh_rates(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.ALLOWED_HOSTS = ["testserver"]
    cache.clear()


def page_of(story, public_root, tree="zh"):
    return (public_root / tree / story.public_path()).read_text()


def speak(client, page, purpose="message", **fields):
    about = f"{'story' if isinstance(page, Story) else 'column'}:{page.pk}"
    fields = {"client_key": str(uuid.uuid4()), "text": "请问菜多少钱一份？", **fields}
    return client.post(reverse("newsroom:speak", args=[purpose]) + f"?about={about}", fields)


def tap(client, name, about, **headers):
    return client.post(reverse(f"newsroom:{name}"), {"about": about}, **(OURS | headers))


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("make", [make_message, make_entry])
def test_a_verb_works_from_the_states_that_are_drawn_and_for_moderators_alone(make, verb):
    users = {role: make_user(role) for role in Role}
    origins, target = TRANSITIONS["message"][verb]
    for state in Showing:
        sent = bring_to(make(), state)
        is_drawn = state in origins
        # a withdrawn consent keeps it from being shown too
        for role, by in users.items():
            assert can_show(by, verb, held=sent) == (is_drawn and role in MODERATORS), (state, role)
            if not (is_drawn and role in MODERATORS):
                with pytest.raises(QixinError):
                    VERBS[verb](sent, by)
        assert type(sent).objects.get(pk=sent.pk).state == state
        if is_drawn:
            assert VERBS[verb](sent, users[Role.CHIEF_EDITOR]).state == target


def test_a_message_stands_under_its_story_once_shown_and_goes_when_taken_down(public_root):
    story = make_published()
    message = make_message(story, text="夜里的核酸点在哪儿？")
    assert "夜里的核酸点" not in page_of(story, public_root)
    show(message)
    for tree in ("zh", "en"):
        assert "夜里的核酸点" in page_of(story, public_root, tree)
    showing.answer(
        message=message, text="在人民广场东门。", version=message.version + 1,
        by=make_editor(Role.CHIEF_EDITOR),
    )  # fmt: skip
    assert "在人民广场东门" in page_of(story, public_root)
    message.refresh_from_db()
    showing.take_down(sent=message, reason=WHY, by=make_editor(Role.CHIEF_EDITOR))
    assert "夜里的核酸点" not in page_of(story, public_root)
    assert "人民广场" not in page_of(story, public_root)


def test_a_full_rebuild_writes_the_same_bytes(public_root):
    story, message = make_published(), make_message(make_column("回音壁"))
    show(make_message(story))
    show(message)
    column = message.page.specific
    before = page_of(story, public_root), page_of(column, public_root)
    write_anew()
    assert (page_of(story, public_root), page_of(column, public_root)) == before
    assert message.words in before[1]


def test_only_the_page_where_it_stands_is_written(public_root):
    other, story = make_published(), make_published()
    file = public_root / "zh" / other.public_path()
    before = file.stat().st_mtime_ns
    show(make_message(story))
    assert file.stat().st_mtime_ns == before


def test_nothing_is_shown_without_consent_but_it_is_answered():
    message = make_message(may_show=False)
    with pytest.raises(Conflict):
        show(message)
    by = make_editor(Role.TRIAGE_EDITOR)
    showing.answer(message=message, text="已转交社区。", version=message.version, by=by)
    (fate,) = fates(message.report)
    assert (fate.answer, fate.link) == ("已转交社区。", "")
    report = Report.objects.get()
    assert report.state == ReportState.TRIAGED
    assert report.triages.get().decision == Decision.DESK


def test_a_message_waits_in_triage_until_the_desk_has_dealt_with_it(client):
    story = make_published()
    answer = speak(client, story, may_show="on", shown_name="老王")
    assert answer.status_code == 302
    report = Report.objects.get(about__thing=story.thing)
    assert (report.state, report.about.purpose) == (ReportState.RECEIVED, Purpose.MESSAGE)
    assert report.about.link == f"/zh/{story.public_path()}"
    assert (
        report_actions.follow_code(report.client_key)[:4] in client.get(answer.url).content.decode()
    )
    show(ReaderMessage.objects.get(report=report))
    report.refresh_from_db()
    assert report.state == ReportState.TRIAGED
    assert report.settlements.get().outcome == Outcome.MESSAGE_SHOWN


def test_what_triage_decided_stays_when_the_message_is_shown():
    message = make_message()
    by = make_editor(Role.CHIEF_EDITOR)
    report_actions.file(report=message.report, reason="information", by=by)
    show(message)
    assert Report.objects.get(pk=message.report_id).state == ReportState.FILED


@pytest.mark.parametrize("purpose", ["offer", "need"])
def test_help_becomes_a_report_and_nothing_that_could_be_shown(client, purpose):
    story = make_published()
    speak(client, story, purpose, text="家里老人没有药了", contact_phone=PHONE, address="晏婴路")
    report = Report.objects.get(about__purpose=purpose)
    assert (report.contact_phone, report.address) == (PHONE, "晏婴路")
    assert report.about.consent == Consent.NONE
    assert not ReaderMessage.objects.exists()


def test_sent_twice_it_is_one_message(client):
    story, key = make_published(), str(uuid.uuid4())
    answers = [speak(client, story, client_key=key) for _ in range(2)]
    assert [a.status_code for a in answers] == [302, 302]
    assert ReaderMessage.objects.count() == About.objects.count() == 1


def test_a_message_whose_row_was_lost_gets_it_at_the_retry(client):
    story, key = make_published(), str(uuid.uuid4())
    speak(client, story, client_key=key)
    ReaderMessage.objects.all().delete()
    speak(client, story, client_key=key)
    assert ReaderMessage.objects.count() == 1


SCRIPT, FAMILY = "<script>alert(1)</script>", "🚑👩\u200d👩\u200d👧"
AWKWARD = ["", "\0", "   ", "x" * 5_000, "\u202e\u200b", SCRIPT, FAMILY, "１２"]
FIELDS = ["text", "shown_name", "contact_name", "contact_phone", "client_key", "address"]


@pytest.mark.parametrize("purpose", ["message", "need"])
def test_no_input_breaks_the_form_or_the_page(client, public_root, purpose):
    story = make_published()
    for field, bad in itertools.product(FIELDS, AWKWARD):
        cache.clear()
        answer = speak(client, story, purpose, **({"may_show": "on"} | {field: bad}))
        assert answer.status_code in (302, 422), (field, bad)
    for message in ReaderMessage.objects.exclude(words=""):
        show(message)
    page = page_of(story, public_root)
    assert "<script>alert" not in page
    assert not set("\u202e\u200b\0") & set(page)


@pytest.mark.parametrize(
    "about", ["", "story:", "story:0", "story:9" * 40, "page:1", "\0", "story:１"]
)
def test_an_address_that_names_nothing_is_told(client, about):
    url = reverse("newsroom:speak", args=["message"])
    assert client.get(url, {"about": about}).status_code == 404
    assert tap(client, "like", about).status_code == 404
    assert tap(client, "flag", about).status_code == 404
    assert client.get(reverse("newsroom:likes"), {"about": about}).status_code == 404


def test_a_number_is_masked_before_it_is_shown(public_root):
    story = make_published()
    show(make_message(story, text=f"电话{PHONE}，找我", name=f"李{PHONE}"))
    page = page_of(story, public_root)
    assert PHONE not in page
    assert "199****1234" in page


def test_what_would_read_like_a_number_beside_its_neighbours_cannot_block_the_page(public_root):
    story = make_published()
    # with the year that stands beside it: eleven digits
    show(make_message(story, name="1990000"))
    assert "1990000" not in page_of(story, public_root)
    by = make_editor(Role.CHIEF_EDITOR)
    for text in ("1990000\n", "19900", "1 9 9 0 0 0 0"):
        message = make_message(story, text=text)
        with suppress(Invalid):
            show(message, by=by)
        publication.render_story(Story.objects.get(pk=story.pk))


def test_a_story_of_which_the_sender_takes_consent_back_is_told_to_its_writer():
    message = make_message()
    editor = make_editor()
    story = make_published(editor=editor)
    StorySource.objects.create(story=story, report=message.report)
    report_actions.withdraw_consent(report=message.report, by=RESIDENT)
    assert Notice.objects.get(user=editor, kind="newsroom.consent_withdrawn").link


def test_tricks_of_the_alphabet_are_taken_out_and_emoji_stay():
    assert name_as_shown("\u202e王\u200b大\u2066姐") == "王大姐"
    assert as_shown("谢谢👩‍👩‍👧！") == "谢谢👩‍👩‍👧！"
    assert as_shown("a\u200db") == "ab"
    assert len(as_shown("Z" + "\u0301" * 50)) == 3
    assert as_shown("一\r\n\r\n\r\n\r\n二") == "一\n\n二"


def test_liking_twice_counts_once_and_keeps_no_name(client):
    story = make_published()
    about = f"story:{story.pk}"
    first, second = tap(client, "like", about), tap(client, "like", about)
    assert [first.url, second.url] == [f"/zh/{story.public_path()}#take-part"] * 2
    assert client.get(reverse("newsroom:likes"), {"about": about}).json() == {"count": 1}
    client.cookies.clear()
    assert tap(client, "like", about, HTTP_ACCEPT="application/json").json() == {"count": 2}
    assert {f.name for f in Like._meta.concrete_fields} == {"id", "district", "page", "mark"}
    marks = set(Like.objects.values_list("mark", flat=True))
    tap(client, "like", f"column:{story.column.pk}")
    assert Like.objects.exclude(mark__in=marks).count() == 1


def test_a_forged_cookie_is_another_browser_and_a_forged_origin_must_confirm(client):
    story = make_published()
    client.cookies["reader"] = "abc:def:ghi"
    assert tap(client, "like", f"story:{story.pk}").status_code == 302
    answer = tap(client, "like", f"story:{story.pk}", HTTP_ORIGIN="https://evil.example")
    assert (answer.status_code, Like.objects.count()) == (403, 1)
    assert "csrfmiddlewaretoken" in answer.content.decode()


def test_one_address_cannot_like_without_end(client):
    about = f"story:{make_published().pk}"
    answers = []
    for _ in range(61):
        client.cookies.clear()
        answers.append(tap(client, "like", about, HTTP_ACCEPT="application/json"))
    assert answers[-1].status_code == 429
    assert answers[-1].json()["said"]
    assert Like.objects.count() == 60


def test_one_address_cannot_flood_the_desk_but_may_repeat_what_was_taken(client):
    story, key = make_published(), str(uuid.uuid4())
    speak(client, story, client_key=key)
    for _ in range(19):
        assert speak(client, story).status_code == 302
    assert speak(client, story).status_code == 429
    assert speak(client, story, client_key=key).status_code == 302


def test_three_readers_hide_a_message_until_somebody_looked_and_never_a_story(client, public_root):
    story = make_published()
    message = show(make_message(story))
    for number in range(3):
        client.cookies.clear()
        # the same browser twice is one
        for _ in range(2):
            assert tap(client, "flag", message.reference).status_code == 200
        message.refresh_from_db()
        assert message.state == (Showing.HIDDEN if number == 2 else Showing.SHOWN)
    assert message.words not in page_of(story, public_root)
    by = make_editor(Role.TRIAGE_EDITOR)
    (objection,) = selector.objections(by)
    assert (objection.thing, objection.count) == (message, 3)
    show(message, by=by)
    assert not selector.objections(by)
    assert message.words in page_of(story, public_root)
    cache.clear()
    for _ in range(5):
        client.cookies.clear()
        tap(client, "flag", f"story:{story.pk}")
    assert Story.objects.get(pk=story.pk).live
    assert selector.objections(by)[0].count == 5
    assert looking.settle_flags(thing=story, by=by) == 5
    assert not Flag.objects.filter(state=FlagState.OPEN).exists()


def test_somebody_who_looked_leaves_a_flagged_message_where_it_is(desk):
    message = show(make_message())
    tap(desk, "flag", message.reference)
    page = desk.get(reverse("newsroom:messages") + "?which=flagged").content.decode()
    assert message.words in page
    desk.post(reverse("newsroom:looked_at"), {"about": message.reference})
    assert not selector.objections(make_editor(Role.CHIEF_EDITOR))
    message.refresh_from_db()
    assert message.state == Showing.SHOWN


def test_a_sender_takes_the_consent_back_where_the_report_is_followed(client, public_root):
    story = make_published()
    message = show(make_message(story))
    report = message.report
    where = {"number": report.number, "code": report_actions.follow_code(report.client_key)}
    url = reverse("reports:follow")
    assert 'name="withdraw"' in client.post(url, where).content.decode()
    answer = client.post(url, where | {"withdraw": "1"}).content.decode()
    assert 'name="withdraw"' not in answer
    message.refresh_from_db()
    assert message.state == Showing.WITHDRAWN
    assert message.words not in page_of(story, public_root)
    assert client.post(url, where | {"withdraw": "1"}).status_code == 200
    with pytest.raises(QixinError):
        show(message)


def test_the_desk_shows_declines_answers_and_takes_down_by_its_page(desk):
    message = make_message()
    page = desk.get(reverse("newsroom:messages")).content.decode()
    assert message.words in page
    move = lambda verb, **fields: desk.post(  # noqa: E731
        reverse("newsroom:move_message", args=[message.pk, verb]), fields
    )
    assert move("show", version=message.version).status_code == 302
    assert move("take_down", reason="x").status_code == 400
    assert move("take_down", reason=WHY).status_code == 302
    answered = reverse("newsroom:answer_message", args=[message.pk])
    stale = desk.post(answered, {"text": "您好，已处理", "version": "1"})
    assert (stale.status_code, "您好，已处理" in stale.content.decode()) == (409, True)
    message.refresh_from_db()
    for text in ("", "\0", "x" * 1_001):
        assert desk.post(answered, {"text": text, "version": message.version}).status_code == 400
    good = desk.post(answered, {"text": f"请打{PHONE}", "version": message.version})
    assert good.status_code == 302
    message.refresh_from_db()
    assert PHONE not in message.answer
    assert move("explode").status_code == 404
    assert not Entry.objects.filter(detail__icontains=PHONE).exists()


@pytest.mark.parametrize(
    "which", ["waiting", "private", "flagged", "shown", "all", "\0", "x" * 500]
)
def test_the_queue_opens_whatever_is_asked(desk, which):
    show(make_message())
    make_message(may_show=False)
    answer = desk.get(reverse("newsroom:messages"), {"which": which, "page_id": "９", "page": "-1"})
    assert answer.status_code == 200


def test_figures_are_those_of_the_lists_behind_them(desk):
    user = make_editor(Role.CHIEF_EDITOR)
    make_message()
    make_message(may_show=False)
    flagged = show(make_message())
    flagging.flag(thing=flagged, browser="a")
    figures = selector.figures(user)
    assert vars(figures) == {"waiting": 1, "private": 1, "flagged": 1, "shown": 1}
    every = selector.messages(user)
    for which in ("waiting", "private", "flagged", "shown"):
        assert selector.narrowed(every, which).count() == 1
    assert selector.waiting_count(user) == 2
    assert selector.waiting_count(make_user(Role.EDITOR)) == 0


def test_the_triage_queue_is_narrowed_by_purpose_and_page(desk):
    message = make_message()
    make_message()
    query = f"?purpose=message&about={message.report.about.thing}"
    page = desk.get(reverse("reports:triage") + query).content.decode()
    numbers = [r.number for r in Report.objects.all()]
    assert [n in page for n in numbers] == [n == message.report.number for n in numbers]


def test_an_empty_answer_is_refused():
    message = make_message()
    with pytest.raises(Invalid):
        showing.answer(message=message, text="\u200b", version=1, by=make_editor(Role.CHIEF_EDITOR))


def test_what_the_desk_dealt_with_is_not_undone_by_triage(desk):
    by = make_editor(Role.CHIEF_EDITOR)
    show(make_message(), by=by)
    desk.force_login(by)
    assert desk.get(reverse("reports:triage")).status_code == 200
