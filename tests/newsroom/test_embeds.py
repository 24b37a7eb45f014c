"""A live channel in a story: as it stands at the moment, on the page and everywhere else."""

import io
import shutil
import uuid
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.db import transaction
from docx import Document

from qixin.core import clock
from qixin.newsroom.actions import airing, live_entries, streaming
from qixin.newsroom.comparing import passages
from qixin.newsroom.enums.live import LiveSignal, LiveState
from qixin.newsroom.models import LiveChannel, PublicText, Story
from qixin.newsroom.models.live_block import ENTRIES, offered_channels
from qixin.newsroom.publication import rebuilding
from qixin.newsroom.publication.packages import news_object, word_document
from qixin.newsroom.publication.packages.parts import plain_text
from qixin.newsroom.screening import findings
from qixin.people.enums import Role
from tests.newsroom.factories import (
    PHONE,
    edit,
    make_column,
    make_editor,
    make_story,
    review,
    submit,
    write_anew,
)
from tests.newsroom.live_factories import make_channel, make_entry
from tests.newsroom.test_rebuilding import site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_commit")]


def body_with(*channels, caption=""):
    values = [{"channel": str(one.pk), "caption": caption} for one in channels]
    text = {"type": "paragraph", "value": "<p>水位上涨，值守人员已到位。</p>"}
    parts = [text, *({"type": "live", "value": one, "id": str(uuid.uuid4())} for one in values)]
    return Story._meta.get_field("body").to_python(parts)


def make_showing(*channels, caption="", column=None):
    """A published story that shows these channels."""
    editor = make_editor()
    story = make_story(column, by=editor)
    version = story.get_latest_revision_as_object()
    version.body = body_with(*channels, caption=caption)
    version.save_revision(user=editor)
    return review(submit(Story.objects.get(pk=story.pk), by=editor))


def card(root, story, tree="zh"):
    page = (root / tree / story.public_path()).read_text()
    return page.partition('class="live-embed"')[2].partition("</section>")[0]


def test_without_scripts_readers_see_how_it_stands_what_was_told_last_and_the_way_there(
    public_root,
):
    channel = make_channel(title_en="Night watch at the river")
    for number in range(ENTRIES + 1):
        make_entry(channel, text=f"第{number}次巡堤。")
    shown = card(public_root, story := make_showing(channel))
    assert [f"第{number}次巡堤" in shown for number in range(ENTRIES + 1)] == [
        False, *[True] * ENTRIES,
    ]  # fmt: skip
    assert channel.get_state_display() in shown
    assert f'href="/zh/{channel.public_path().removesuffix("index.html")}' in shown
    assert "<video" not in shown
    english = card(public_root, story, "en")
    assert "Night watch at the river" in english
    assert "Follow it live" in english
    assert f'href="/en/{channel.public_path().removesuffix("index.html")}' in english


def test_the_page_follows_whatever_happens_in_the_channel(public_root, settings):
    channel, chief = make_channel(LiveState.PLANNED), make_editor(Role.CHIEF_EDITOR)
    story = make_showing(channel, caption="值守现场")
    assert card(public_root, story) == ""

    def air(verb):
        airing.air(channel=LiveChannel.objects.get(pk=channel.pk), verb=verb, by=chief)
        return card(public_root, story)

    assert "live-state-on_air" in air("start")
    entry = make_entry(LiveChannel.objects.get(pk=channel.pk), text="东堤一切正常。")
    assert "东堤一切正常" in card(public_root, story)
    live_entries.correct(entry=entry, text="东堤已加固。", version=entry.version, by=entry.author)
    assert "东堤已加固" in card(public_root, story)
    entry.refresh_from_db()
    live_entries.take_down(entry=entry, reason="位置有误", by=chief)
    assert "东堤" not in card(public_root, story)
    assert "live-state-paused" in air("pause")
    assert "live-state-on_air" in air("resume")
    LiveChannel.objects.filter(pk=channel.pk).update(
        signal=LiveSignal.FLOWING, signal_since=clock.now()
    )
    with transaction.atomic():
        streaming._interrupt(
            LiveChannel.objects.get(pk=channel.pk), since=clock.now() - timedelta(minutes=1)
        )
    shown = card(public_root, story)
    assert f'data-hls="/stream/{channel.slug}/index.m3u8"' in shown
    assert "live-notice" in shown
    ended = air("end")
    assert "live-state-ended" in ended
    assert "<video" not in ended
    assert "data-live-card" not in ended


def test_another_channel_and_a_version_without_the_block_leave_the_page_alone(public_root):
    shown, other = make_channel(), make_channel()
    story = make_showing(shown)
    file = public_root / "zh" / story.public_path()
    before = file.stat().st_mtime_ns
    make_entry(other, text="别处的消息。")
    assert file.stat().st_mtime_ns == before
    assert list(PublicText.objects.get(pk=story.pk).channels.all()) == [shown]
    editor = make_editor()
    edit(story, by=editor, body=body_with(other))
    assert list(PublicText.objects.get(pk=story.pk).channels.all()) == [shown]
    from qixin.newsroom.actions import announce

    story = Story.objects.get(pk=story.pk)
    announce(story=story, kind="correction", text="换了直播", by=editor)
    review(submit(story, by=editor))
    assert list(PublicText.objects.get(pk=story.pk).channels.all()) == [other]
    make_entry(other, text="西堤来水。")
    make_entry(shown, text="东堤来水。")
    assert "西堤来水" in card(public_root, story)
    assert "东堤来水" not in card(public_root, story)


def test_written_anew_is_what_was_written_piece_by_piece(public_root):
    first, second = make_channel(), make_channel()
    column = make_column()
    for channels in ((first,), (first, second), (second,)):
        make_showing(*channels, column=column)
    make_entry(first, text="东堤一切正常。")
    make_entry(second, text="西堤一切正常。")
    airing.air(
        channel=LiveChannel.objects.get(pk=first.pk), verb="end",
        by=make_editor(Role.CHIEF_EDITOR),
    )  # fmt: skip
    piece_by_piece = site(public_root)
    configured.QIXIN_PUBLIC_ROOT = public_root.with_name("anew")
    try:
        write_anew()
        anew = site(public_root.with_name("anew"))
    finally:
        configured.QIXIN_PUBLIC_ROOT = public_root
        shutil.rmtree(public_root.with_name("anew"), ignore_errors=True)
    stories = [path for path in piece_by_piece if "/stories/" in path]
    assert len(stories) == 12
    assert {path: anew[path] for path in stories} == {
        path: piece_by_piece[path] for path in stories
    }


def test_an_entry_while_the_site_is_written_anew_is_not_overwritten(public_root, monkeypatch):
    channel = make_channel()
    story = make_showing(channel)
    written = rebuilding._write_unless_stopped

    def amid(*given):
        written(*given)
        monkeypatch.setattr(rebuilding, "_write_unless_stopped", written)
        # what another process does: its page is written, and then ours, from what we had read
        ours = (public_root / "zh" / story.public_path()).read_bytes()
        make_entry(channel, text="东堤来水。")
        (public_root / "zh" / story.public_path()).write_bytes(ours)

    monkeypatch.setattr(rebuilding, "_write_unless_stopped", amid)
    write_anew()
    assert "东堤来水" in card(public_root, story)


def test_a_story_that_cannot_be_written_holds_up_neither_the_channel_nor_the_others(
    public_root, monkeypatch
):
    from qixin.newsroom.publication import embeds

    channel = make_channel()
    bad, good = make_showing(channel), make_showing(channel)
    render = embeds.render_story

    def full(story):
        if story.pk == bad.pk:
            raise OSError("no space left")
        render(story)

    monkeypatch.setattr(embeds, "render_story", full)
    make_entry(channel, text="东堤来水。")
    assert "东堤来水" in card(public_root, good)
    assert "东堤来水" not in card(public_root, bad)
    assert "东堤来水" in (public_root / "zh" / channel.public_path()).read_text()


def test_other_media_get_a_link_with_words_and_none_to_a_page_that_is_not_there(settings):
    running, planned = make_channel(), make_channel(LiveState.PLANNED, title="明早的直播")
    make_entry(running, text="东堤来水。")
    story = make_showing(running, planned, caption="值守现场")
    address = f"{settings.QIXIN_SITE_URL}/zh/{running.public_path()}"
    words = plain_text(story)
    assert f"直播《{running.title}》：值守现场 {address}" in words
    assert "直播《明早的直播》" in words
    assert planned.slug not in words
    assert "东堤来水" not in words
    bodies = {one["contentType"]: one["value"] for one in news_object(story)["bodies"]}
    assert f'<a href="{address}">直播《{running.title}》：值守现场</a>' in bodies["text/html"]
    document = Document(io.BytesIO(word_document(story)))
    assert any(address in paragraph.text for paragraph in document.paragraphs)


def test_reviewers_compare_what_is_named_and_personal_data_in_the_caption_is_found():
    channel = make_channel(title="雨中值守")
    story = make_story(by=make_editor())
    story.body = body_with(channel, caption="值守现场")
    told = passages(story)[-1]
    assert (told.part, told.text) == ("live", "值守现场 · 雨中值守")
    story.body = body_with(channel, caption=f"电话{PHONE}")
    assert len(findings(story)) == 1


@pytest.mark.parametrize("key", ["", "x", "９", "99999999", "-1"])
def test_a_channel_that_is_not_there_shows_nothing(key):
    story = make_story(by=make_editor())
    part = {"type": "live", "value": {"channel": key, "caption": "值守"}}
    story.body = Story._meta.get_field("body").to_python([part])
    assert "live-embed" not in "".join(block.render() for block in story.body)
    assert plain_text(story) == ""


def test_the_editor_is_offered_channels_with_their_state():
    channel = make_channel(title="雨中值守")
    assert (str(channel.pk), f"雨中值守 ({channel.get_state_display()})") in offered_channels()
