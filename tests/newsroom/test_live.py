"""Live channels and entries: state × verb × who, what readers see, what never goes out."""

import json
import uuid

import pytest
from django.db import IntegrityError, transaction

from qixin.core.errors import Conflict, Invalid, QixinError, Refused, WrongState
from qixin.core.models import Entry
from qixin.newsroom.actions import airing, live_entries
from qixin.newsroom.enums.live import ClipState, EntryRule, EntryState, LiveSignal, LiveState
from qixin.newsroom.models import LiveChannel, LiveEntry, Picture
from qixin.newsroom.policies.live import can_air
from qixin.newsroom.selectors import live as selector
from qixin.newsroom.tasks import write_missing
from qixin.newsroom.workflow.live import INITIAL, JOURNAL, TRANSITIONS
from qixin.people.enums import Role
from qixin.people.models import Notice
from tests.newsroom.factories import PHONE, make_editor, make_topic, write_anew
from tests.newsroom.live_factories import make_channel, make_entry, make_given, make_photo
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
LIVE_EDITORS = {Role.EDITOR, Role.REVIEWER, Role.CHIEF_EDITOR}
WHY = "说法有误，以通报为准"


@pytest.fixture
def page(public_root):
    """The live page of a channel as text."""

    def read(channel, name="index.html", tree="zh"):
        return (public_root / tree / "live" / channel.slug / name).read_text(encoding="utf-8")

    return read


@pytest.mark.parametrize("verb", TRANSITIONS["live"])
@pytest.mark.parametrize("state", LiveState.values)
def test_a_channel_moves_where_it_is_drawn_and_for_live_editors_alone(state, verb):
    channel = make_channel(LiveState(state))
    origins, target = TRANSITIONS["live"][verb]
    users = {role: make_user(role) for role in Role}
    for role, by in users.items():
        allowed = state in origins and role in LIVE_EDITORS
        assert can_air(by, verb, channel=channel) == allowed, (state, verb, role)
        if not allowed:
            with pytest.raises(QixinError):
                airing.air(channel=channel, verb=verb, by=by)
            assert LiveChannel.objects.get(pk=channel.pk).state == state
    if state in origins:
        airing.air(channel=channel, verb=verb, by=users[Role.EDITOR])
        assert LiveChannel.objects.get(pk=channel.pk).state == target


@pytest.mark.parametrize(
    ("noun", "states"),
    [("live", LiveState), ("live_stream", LiveSignal), ("live_entry", EntryState),
     ("clip", ClipState)],
)  # fmt: skip
def test_every_state_can_be_reached_and_every_step_of_people_is_journaled(noun, states):
    reached = {target for _from, target in TRANSITIONS[noun].values()} | {INITIAL[noun]}
    assert reached == set(states.values)
    assert set(TRANSITIONS[noun]) - set(JOURNAL) <= {"close", "convert"}


def test_the_database_refuses_a_channel_that_never_started_but_is_on_air():
    channel = make_channel(LiveState.PLANNED)
    with pytest.raises(IntegrityError), transaction.atomic():
        LiveChannel.objects.filter(pk=channel.pk).update(state=LiveState.ON_AIR)
    with pytest.raises(IntegrityError), transaction.atomic():
        LiveChannel.objects.filter(pk=channel.pk).update(signal=LiveSignal.FLOWING)


@pytest.mark.parametrize("slug", ["", "UPPER!", "-x", "x-", "a/b", "a" * 49, "直播", "a\0b", ".."])
def test_an_address_that_could_lead_elsewhere_is_refused(slug):
    with pytest.raises(Invalid):
        airing.open_channel(given=make_given(slug=slug), by=make_editor(Role.CHIEF_EDITOR))


def test_an_address_is_given_once_and_only_the_chief_editor_opens():
    channel = make_channel()
    with pytest.raises(Conflict):
        airing.open_channel(given=make_given(slug=channel.slug), by=channel.opened_by)
    with pytest.raises(Refused):
        airing.open_channel(given=make_given(), by=make_editor())


def test_a_planned_channel_has_no_page_a_started_one_stands_at_its_topic_too(page, public_root):
    topic = make_topic()
    channel = make_channel(LiveState.PLANNED, topic=topic)
    assert not (public_root / "zh/live" / channel.slug).exists()
    airing.air(channel=channel, verb="start", by=channel.opened_by)
    assert channel.title in page(channel)
    topic_page = public_root / "zh" / topic.public_path()
    home = public_root / "zh/index.html"
    address = f"/zh/live/{channel.slug}/"
    assert address in topic_page.read_text()
    assert address in home.read_text()
    airing.air(channel=channel, verb="end", by=channel.opened_by)
    assert address not in home.read_text()
    assert address in topic_page.read_text()  # to be read again


def test_an_entry_goes_out_at_once_in_both_languages_and_is_told_to_open_pages(page):
    channel = make_channel()
    entry = make_entry(channel, "第一车蔬菜已到。", text_en="The first lorry is here.")
    assert "第一车蔬菜已到。" in page(channel)
    assert "The first lorry is here." in page(channel, tree="en")
    assert json.loads(page(channel, "latest.json"))["newest"] == [entry.pk]
    assert Entry.objects.filter(verb="newsroom.entry_written").count() == 1


def test_sent_twice_it_is_one_entry(page):
    channel, key, by = make_channel(), uuid.uuid4(), make_editor()
    first = make_entry(channel, client_key=key, by=by)
    assert make_entry(channel, client_key=key, by=by) == first
    assert LiveEntry.objects.count() == 1
    with pytest.raises(Conflict):
        make_entry(client_key=key, by=by)


@pytest.mark.parametrize("text", ["", "  \n", "\0", "字" * 2001, f"请拨{PHONE}联系"])
def test_nothing_too_much_and_personal_data_do_not_go_out(text, page):
    channel = make_channel()
    with pytest.raises(Invalid):
        make_entry(channel, text)
    with pytest.raises(Invalid):
        make_entry(channel, "好的", text_en=f"call {PHONE}")
    assert not LiveEntry.objects.exists()
    assert PHONE not in page(channel)


@pytest.mark.parametrize("state", [LiveState.PLANNED, LiveState.ENDED])
def test_nobody_writes_before_the_start_or_after_the_end(state):
    with pytest.raises(WrongState):
        make_entry(make_channel(state))


def test_only_live_editors_write():
    channel = make_channel()
    for role in set(Role) - LIVE_EDITORS:
        with pytest.raises(Refused):
            make_entry(channel, by=make_user(role))


def test_a_picture_comes_without_what_the_camera_wrote_and_goes_with_its_entry(page, public_root):
    channel = make_channel()
    entry = make_entry(channel, photos=[make_photo()])
    picture = entry.pictures.get()
    assert (picture.rights, picture.credit) == ("own", str(entry.author))
    stored = public_root / picture.public_file("web")
    assert stored.is_file()
    assert f"/{picture.public_file('web')}" in page(channel)
    live_entries.take_down(entry=entry, reason=WHY, by=make_editor())
    assert not stored.exists()


def test_a_photo_that_is_none_is_refused_with_a_sentence():
    channel = make_channel()
    import io

    with pytest.raises(Invalid):
        make_entry(channel, photos=[io.BytesIO(b"no picture")])
    assert not LiveEntry.objects.exists()


def test_with_a_second_look_an_entry_waits_for_somebody_else(page):
    channel = make_channel(rule=EntryRule.SECOND_LOOK)
    author, second = make_editor(Role.REVIEWER), make_editor(Role.REVIEWER)
    entry = make_entry(channel, "待看的一条", by=author)
    assert entry.state == EntryState.WAITING
    assert "待看的一条" not in page(channel)
    assert Notice.objects.filter(user=second, kind="newsroom.entry_waits").exists()
    for by in (author, make_editor()):
        with pytest.raises(Refused):
            live_entries.let_out(entry=entry, by=by)
    live_entries.let_out(entry=entry, by=second)
    assert "待看的一条" in page(channel)
    # what is out is not changed past the second look
    with pytest.raises(Refused):
        live_entries.correct(entry=entry, text="改", version=1, by=make_editor())


def test_whoever_corrected_a_waiting_entry_does_not_let_it_out():
    entry = make_entry(make_channel(rule=EntryRule.SECOND_LOOK))
    by = make_editor(Role.REVIEWER)
    live_entries.correct(entry=entry, text="改过的一条", version=1, by=by)
    with pytest.raises(Refused):
        live_entries.let_out(entry=entry, by=by)


def test_a_correction_is_told_the_old_text_kept_and_the_slower_one_keeps_the_words(page):
    channel = make_channel()
    entry = make_entry(channel, "送到三吨")
    live_entries.correct(entry=entry, text="送到五吨", version=1, by=make_editor())
    assert "送到五吨" in page(channel)
    assert "更正" in page(channel)
    assert entry.corrections.get().text == "送到三吨"
    with pytest.raises(Conflict) as told:
        live_entries.correct(entry=entry, text="送到四吨", version=1, by=make_editor())
    assert told.value.kept == "送到四吨"


def test_one_entry_is_pinned_on_top(page):
    channel = make_channel()
    first, second = make_entry(channel, "第一条"), make_entry(channel, "第二条")
    live_entries.pin(entry=first, by=make_editor())
    live_entries.pin(entry=second, by=make_editor())
    assert LiveEntry.objects.get(pinned_at__isnull=False) == second
    assert page(channel).count("live-pinned") == 1
    live_entries.unpin(entry=second, by=make_editor())
    assert "live-pinned" not in page(channel)


def test_what_was_taken_down_leaves_its_reason_and_nothing_of_its_text(page):
    channel = make_channel()
    entry = make_entry(channel, "一条错误的说法")
    with pytest.raises(Invalid):
        live_entries.take_down(entry=entry, reason="错", by=make_editor())
    live_entries.take_down(entry=entry, reason=WHY, by=make_editor())
    assert WHY in page(channel)
    assert "一条错误的说法" not in page(channel)
    with pytest.raises(WrongState):
        live_entries.pin(entry=entry, by=make_editor())


def test_older_pages_are_numbered_and_a_correction_reaches_them(page):
    channel, by = make_channel(), make_editor()
    made = [make_entry(channel, f"条目{n:02d}号", by=by) for n in range(45)]
    assert "条目44号" in page(channel)
    assert "条目00号" not in page(channel)
    assert "条目00号" in page(channel, "page-1.html")
    live_entries.correct(entry=made[0], text="条目零号已改", version=1, by=by)
    assert "条目零号已改" in page(channel, "page-1.html")


def test_the_whole_site_is_written_anew_with_its_live_pages(page, public_root):
    channel = make_channel()
    make_entry(channel, "重建也在")
    written = public_root / "zh/live" / channel.slug / "index.html"
    written.unlink()
    write_anew()
    assert "重建也在" in page(channel)


def test_the_key_is_kept_as_a_secret_shown_and_replaced_by_the_chief_editor_with_a_line():
    channel = make_channel()
    chief = channel.opened_by
    before = airing.shown_key(channel=channel, by=chief)
    after = airing.replace_key(channel=channel, by=chief)
    assert before != after
    assert len(after) >= 20
    raw = LiveChannel.objects.raw("SELECT id, stream_key AS envelope FROM newsroom_livechannel")
    assert after not in raw[0].envelope
    lines = Entry.objects.filter(subject_id=channel.pk, verb__contains="stream_key")
    assert lines.count() == 2
    assert not any(after in str(line.detail) for line in lines)
    for verb in (airing.shown_key, airing.replace_key):
        with pytest.raises(Refused):
            verb(channel=channel, by=make_editor())


def test_selectors_fail_closed():
    entry = make_entry()
    for role in Role:
        user = make_user(role)
        reads = role in LIVE_EDITORS | {Role.TRIAGE_EDITOR, Role.COMMANDER, Role.AUDITOR,
                                        Role.ADMINISTRATOR}  # fmt: skip
        assert selector.channels(user).exists() == reads, role
        if not reads:
            with pytest.raises(QixinError):
                selector.entry(user, entry.pk)


def test_two_versions_of_a_channel_are_told_apart():
    channel = make_channel()
    given = make_given(topic=channel.topic, slug=channel.slug, title="新名")
    airing.revise_channel(channel=channel, given=given, version=1, by=channel.opened_by)
    with pytest.raises(Conflict):
        airing.revise_channel(channel=channel, given=given, version=1, by=channel.opened_by)


def test_a_page_that_was_not_written_is_found_and_written(page, public_root):
    channel = make_channel()
    entry = make_entry(channel, "写入前断电")
    folder = public_root / "zh/live" / channel.slug
    assert write_missing.call() == 0
    (folder / "latest.json").write_text("{}")
    (folder / "index.html").unlink()
    assert write_missing.call() == 1
    assert "写入前断电" in page(channel)
    assert json.loads(page(channel, "latest.json"))["newest"] == [entry.pk]


def test_pictures_of_an_entry_that_was_not_taken_do_not_stay():
    channel = make_channel()
    stale = LiveChannel.objects.get(pk=channel.pk)
    airing.air(channel=channel, verb="end", by=channel.opened_by)
    with pytest.raises(WrongState):
        make_entry(stale, photos=[make_photo()])
    assert not Picture.objects.exists()
