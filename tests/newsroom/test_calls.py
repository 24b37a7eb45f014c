"""Call-outs: state × verb × role, deadline, entries, gallery, consent taken back."""

import io
import itertools
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from PIL import Image

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, QixinError, Refused
from qixin.core.models import Entry
from qixin.newsroom.actions import calling, flagging, merge_columns, showing
from qixin.newsroom.enums.readers import CallState, CallTakes, Showing
from qixin.newsroom.models import CallEntry, CallOut, Column
from qixin.newsroom.policies.readers import can_call
from qixin.newsroom.workflow.readers import TRANSITIONS
from qixin.people.enums import Role
from qixin.reports import actions as report_actions
from qixin.reports.enums import PicturesUse, Purpose
from qixin.reports.models import Report
from tests.newsroom.factories import PHONE, make_column, make_editor, make_topic, write_anew
from tests.newsroom.reader_factories import (
    WHY,
    alts_of,
    call_given,
    make_call,
    make_entry,
    show,
)
from tests.newsroom.test_reader_messages import AWKWARD, MODERATORS
from tests.people.factories import make_user
from tests.reports.pictures import jpeg

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh_rates(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def page_of(call, public_root, tree="zh"):
    return (public_root / tree / call.public_path()).read_text()


def send(client, call, **fields):
    fields = {"client_key": str(uuid.uuid4()), "text": "门口的志愿者", "may_show": "on", **fields}
    return client.post(reverse("newsroom:send_in", args=[call.slug]), fields)


def form_of(column, **fields):
    now = clock.local(clock.now())
    return {
        "section": column.pk,
        "title": "征集：家书",
        "asked": "写给前线的家人。",
        "takes": "text",
        "opens_at": f"{now:%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + timedelta(days=3):%Y-%m-%dT%H:%M}",
        "terms": "同意在本栏目展示。",
        **fields,
    }


@pytest.mark.parametrize("verb", ["open", "close", "archive"])
def test_a_verb_works_from_the_states_that_are_drawn_and_for_moderators_alone(verb):
    origins, target = TRANSITIONS["call_out"][verb]
    users = {role: make_user(role) for role in Role}
    for state in CallState:
        call = make_call(state=state)
        for role, by in users.items():
            allowed = state in origins and role in MODERATORS
            assert can_call(by, verb, call=call) == allowed, (state, role)
            if not allowed:
                with pytest.raises(QixinError):
                    calling.move_call(call=call, verb=verb, by=by)
        if state in origins:
            by = users[Role.TRIAGE_EDITOR]
            assert calling.move_call(call=call, verb=verb, by=by).state == target


def test_readers_find_an_open_call_and_the_gallery_and_nothing_of_a_draft(public_root):
    column = make_column("晒春节")
    draft = make_call(column, state=CallState.DRAFT)
    assert not (public_root / "zh" / draft.public_path()).exists()
    call = calling.move_call(call=draft, verb="open", by=make_editor(Role.CHIEF_EDITOR))
    for path in ("calls/index.html", column.public_path()):
        assert call.title in (public_root / "zh" / path).read_text()
    entry = show(make_entry(call, photos=2))
    for tree in ("en", "zh"):
        page = page_of(call, public_root, tree)
        assert (entry.words in page, page.count("穿红马甲")) == (True, 2)
    for picture in entry.pictures.all():
        for size in ("web", "thumb"):
            made = public_root / picture.public_file(size)
            assert not Image.open(io.BytesIO(made.read_bytes())).getexif()
    write_anew()
    assert page_of(call, public_root) == page


def page_and_pictures(call, entry, public_root):
    files = [public_root / one.public_file("web") for one in entry.pictures.all()]
    return entry.words in page_of(call, public_root), [file.exists() for file in files]


def test_an_entry_taken_off_leaves_no_picture_behind(public_root):
    call = make_call()
    entry = show(make_entry(call))
    assert page_and_pictures(call, entry, public_root) == (True, [True])
    showing.take_down(sent=entry, reason=WHY, by=make_editor(Role.CHIEF_EDITOR))
    assert page_and_pictures(call, entry, public_root) == (False, [False])
    show(entry)
    assert page_and_pictures(call, entry, public_root) == (True, [True])


def test_a_withdrawn_consent_takes_the_picture_off(client, public_root):
    call = make_call()
    entry = show(make_entry(call))
    report = entry.report
    where = {"number": report.number, "code": report_actions.follow_code(report.client_key)}
    assert client.post(reverse("reports:follow"), where | {"withdraw": "1"}).status_code == 200
    assert page_and_pictures(call, entry, public_root) == (False, [False])
    report.refresh_from_db()
    assert report.pictures_use == PicturesUse.WITHDRAWN
    assert CallEntry.objects.get().state == Showing.WITHDRAWN


def test_an_entry_comes_in_with_photos_once_and_waits_in_triage(client):
    call, key = make_call(), str(uuid.uuid4())
    for _ in range(2):
        answer = send(client, call, client_key=key, files=[jpeg("a.jpg")], shown_name="王大姐")
        assert answer.status_code == 302
    report = Report.objects.get()
    assert (report.about.purpose, report.about.thing) == (Purpose.ENTRY, call.thing)
    assert (report.pictures_use, report.attachments.count()) == (PicturesUse.ALLOWED, 1)
    assert CallEntry.objects.get().name == "王大姐"


def test_two_hundred_pictures_are_refused_with_a_sentence(client):
    call = make_call()
    answer = send(client, call, files=[jpeg(f"{n}.jpg", size=(20, 20)) for n in range(100)])
    assert answer.status_code == 422
    assert not Report.objects.exists()


def test_after_the_deadline_the_form_says_it_is_over_also_when_opened_before(client):
    call, key = make_call(), str(uuid.uuid4())
    url = reverse("newsroom:send_in", args=[call.slug])
    assert client.get(url).status_code == 200
    send(client, call, client_key=key)
    with time_machine.travel(call.closes_at + timedelta(minutes=1)):
        assert client.get(url).status_code == 409
        late = send(client, call, text="来晚了的一段话")
        assert (late.status_code, "来晚了的一段话" in late.content.decode()) == (409, True)
        # what was taken before is acknowledged again
        assert send(client, call, client_key=key).status_code == 302
    assert Report.objects.count() == 1


def test_before_it_begins_nothing_is_taken(client):
    now = clock.now()
    call = make_call(opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=2))
    assert send(client, call).status_code == 409
    assert not Report.objects.exists()


def test_what_is_over_is_closed_by_the_clock_and_its_page_says_so(public_root):
    call = make_call()
    assert "/send/" in page_of(call, public_root)
    assert calling.close_due() == 0
    with time_machine.travel(call.closes_at + timedelta(minutes=1)):
        assert (calling.close_due(), calling.close_due()) == (1, 0)
        assert "/send/" not in page_of(call, public_root)
        by = make_editor(Role.CHIEF_EDITOR)
        call = CallOut.objects.get(pk=call.pk)
        with pytest.raises(Invalid):
            calling.move_call(call=call, verb="open", by=by)
        given = call_given(call.section.specific, closes_at=clock.now() + timedelta(days=1))
        calling.set_call(call=call, given=given, version=call.version, by=by)
        assert calling.move_call(call=call, verb="open", by=by).state == CallState.OPEN


def test_no_input_breaks_the_entry_or_the_gallery(client, public_root):
    call = make_call()
    for field, bad in itertools.product(
        ["text", "shown_name", "contact_name", "contact_phone", "client_key"], AWKWARD
    ):
        cache.clear()
        answer = send(client, call, **{field: bad})
        assert answer.status_code in (302, 422), (field, bad)
    for entry in CallEntry.objects.exclude(words=""):
        show(entry)
    page = page_of(call, public_root)
    assert "<script>alert" not in page
    assert not set("\u202e\u200b\0") & set(page)


def test_without_the_tick_nothing_is_sent(client):
    assert send(client, make_call(), may_show="").status_code == 422
    only_photos = make_call(takes=CallTakes.PICTURES)
    assert send(client, only_photos).status_code == 422
    assert not Report.objects.exists()


def test_the_gallery_is_put_in_order(public_root):
    call, by = make_call(), make_editor(Role.CHIEF_EDITOR)
    entries = [show(make_entry(call, text=f"作品{n}")) for n in "甲乙丙"]

    def order():
        page = page_of(call, public_root)
        return "".join(sorted("甲乙丙", key=lambda n: page.index(f"作品{n}")))

    assert order() == "甲乙丙"
    showing.arrange(entry=entries[2], up=True, by=by)
    assert order() == "甲丙乙"
    showing.arrange(entry=entries[0], up=True, by=by)
    assert order() == "甲丙乙"
    showing.arrange(entry=entries[0], up=False, by=by)
    assert order() == "丙甲乙"
    with pytest.raises(Conflict):
        showing.arrange(entry=make_entry(call), up=True, by=by)
    with pytest.raises(Refused):
        showing.arrange(entry=entries[0], up=True, by=make_editor(Role.EDITOR))


def test_a_photo_without_description_is_not_shown_and_no_flag_is_lost():
    entry = make_entry()
    by = make_editor(Role.CHIEF_EDITOR)
    for words in ("", "  ", "\u200b", "x" * 201):
        with pytest.raises(Invalid):
            showing.show(sent=entry, alts=alts_of(entry, words), by=by)
    with pytest.raises(Conflict):
        showing.show(sent=entry, alts=alts_of(entry), version=7, by=by)
    show(entry)
    for browser in "abc":
        flagging.flag(thing=CallEntry.objects.get(pk=entry.pk), browser=browser)
    entry.refresh_from_db()
    assert entry.state == Showing.HIDDEN


def test_the_desk_writes_opens_and_fills_a_call_by_its_pages(desk, public_root):
    column = make_column("家书")
    answer = desk.post(reverse("newsroom:new_call"), form_of(column))
    call = CallOut.objects.get()
    assert answer.url == reverse("newsroom:call", args=[call.pk])
    desk.post(reverse("newsroom:move_call", args=[call.pk, "open"]))
    edit = reverse("newsroom:edit_call", args=[call.pk])
    stale = desk.post(edit, form_of(column, version=1, title="另一个题目"))
    assert (stale.status_code, "另一个题目" in stale.content.decode()) == (422, True)
    changed = desk.post(edit, form_of(column, version=2, title="另一个题目", takes="both"))
    assert changed.status_code == 302
    assert "另一个题目" in page_of(call, public_root)
    call.refresh_from_db()
    entry = make_entry(call)
    (photo,) = showing.photos_of(entry)
    page = desk.get(answer.url)
    assert f"alt-{photo.pk}" in page.content.decode()
    move = reverse("newsroom:move_entry", args=[entry.pk, "show"])
    fields = {"photo": photo.pk, f"alt-{photo.pk}": "", "version": entry.version}
    assert desk.post(move, fields).status_code == 400
    assert desk.post(move, fields | {f"alt-{photo.pk}": "信纸"}).status_code == 302
    assert "信纸" in page_of(call, public_root)
    for verb in ("up", "keep"):
        assert desk.post(reverse("newsroom:move_entry", args=[entry.pk, verb])).status_code == 302
    off = reverse("newsroom:move_entry", args=[entry.pk, "take_down"])
    assert desk.post(off, {"reason": WHY}).status_code == 302
    assert desk.get(reverse("newsroom:calls")).status_code == 200


def test_no_input_breaks_the_form_of_a_call(desk):
    column = make_column()
    fields = ["title", "asked", "terms", "opens_at", "closes_at", "section", "takes", "version"]
    for field, bad in itertools.product(fields, [*AWKWARD, f"打{PHONE}", "0001-01-01T00:00", "-1"]):
        answer = desk.post(reverse("newsroom:new_call"), form_of(column, **{field: bad}))
        assert answer.status_code in (302, 422), (field, bad)


def test_a_call_of_a_topic_stands_on_the_topics_page(public_root):
    topic = make_topic()
    call = make_call(topic)
    assert call.title in (public_root / "zh" / topic.public_path()).read_text()


def test_an_archived_call_keeps_its_page_and_leaves_the_lists(public_root):
    call = make_call(state=CallState.ARCHIVED)
    assert call.title in page_of(call, public_root)
    assert call.title not in (public_root / "zh" / "calls/index.html").read_text()
    by = make_editor(Role.CHIEF_EDITOR)
    with pytest.raises(QixinError):
        calling.set_call(call=call, given=call_given(), version=call.version, by=by)


def test_a_merged_columns_call_outs_stand_where_its_address_leads(public_root):
    chief = make_editor(Role.CHIEF_EDITOR)
    old, new = make_column("旧栏目", slug="old"), make_column("新栏目", slug="new")
    calls = {state: make_call(old, state=state, title=str(state.label)) for state in CallState}
    merge_columns(column=old, into=new, by=chief)
    for state, call in calls.items():
        held = CallOut.objects.get(pk=call.pk)
        assert (held.section_id, held.state, held.version) == (new.pk, state, call.version + 1)
        assert Entry.objects.filter(verb="newsroom.call_moved", subject_id=call.pk).count() == 1
    merged = Entry.objects.get(verb="newsroom.columns_merged")
    assert (merged.subject_id, merged.detail["calls"]) == (old.pk, len(calls))
    for tree in ("zh", "en"):
        for state in (CallState.OPEN, CallState.CLOSED):
            page = page_of(calls[state], public_root, tree)
            assert f'href="/{tree}/columns/new/"' in page
            assert "/columns/old/" not in page
        assert not (public_root / tree / calls[CallState.DRAFT].public_path()).exists()
        column = (public_root / tree / "columns/new/index.html").read_text()
        assert calls[CallState.OPEN].public_path().removesuffix("index.html") in column
        assert calls[CallState.CLOSED].public_path().removesuffix("index.html") not in column
    before = page_of(calls[CallState.OPEN], public_root)
    write_anew()
    assert page_of(calls[CallState.OPEN], public_root) == before


def test_a_form_opened_before_the_merge_does_not_bring_a_call_out_back():
    chief = make_editor(Role.CHIEF_EDITOR)
    old, new = make_column("旧栏目"), make_column("新栏目")
    call = make_call(old, state=CallState.DRAFT)
    given = call_given(Column.objects.get(pk=old.pk))
    merge_columns(column=old, into=new, by=chief)
    # the column as it was loaded still says that it is open
    with pytest.raises(Invalid, match="关闭"):
        calling.set_call(call=call, given=given, version=call.version, by=chief)
    with pytest.raises(Invalid, match="关闭"):
        calling.plan_call(given=given, by=chief)
    with pytest.raises(Conflict):
        calling.set_call(call=call, given=call_given(new), version=call.version, by=chief)
    assert CallOut.objects.get(pk=call.pk).section_id == new.pk
