"""Pages of live channels and clips: what they show, take, and never break on."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from qixin.newsroom import streaming
from qixin.newsroom.enums.live import ClipState, LiveState
from qixin.newsroom.models import Clip, LiveChannel, LiveEntry
from tests.newsroom.factories import PHONE, at, make_topic
from tests.newsroom.live_factories import make_channel, make_entry, make_film, make_photo

pytestmark = pytest.mark.django_db(transaction=True)
# blank, NUL, too long, no number, full-width, negative, absurd
AWKWARD = ["", "\0", "x" * 5_000, "abc", "１２", "-1", "9" * 40, "٣", "<script>"]


def entry_of(**fields):
    return {"key": uuid.uuid4(), "text": "第一车到了。", **fields}


def test_from_the_form_to_the_readers_page(desk, public_root):
    form = {"topic": make_topic().pk, "title": "配送直播", "slug": "delivery", "rule": "at_once"}
    assert desk.post(at("live_new"), form).status_code == 302
    channel = LiveChannel.objects.get()
    assert desk.post(at("live_air", channel.pk, "start")).status_code == 302
    photo = SimpleUploadedFile("p.jpg", make_photo().read(), "image/jpeg")
    body = entry_of(photos=photo)
    for _time in range(2):  # a double tap
        photo.seek(0)
        assert desk.post(at("live_write", channel.pk), body).status_code == 302
    assert LiveEntry.objects.get().pictures.count() == 1
    page = desk.get("/zh/live/delivery/")
    assert "第一车到了。" in b"".join(page.streaming_content).decode()
    assert "配送直播" in desk.get(at("live")).content.decode()
    assert "第一车到了。" in desk.get(at("live_channel", channel.pk)).content.decode()


def test_what_cannot_go_out_stays_in_the_form(desk):
    channel = make_channel()
    answer = desk.post(at("live_write", channel.pk), entry_of(text=f"请拨{PHONE}"))
    assert answer.status_code == 400
    assert PHONE in answer.content.decode()
    assert not LiveEntry.objects.exists()


@pytest.mark.parametrize("value", AWKWARD)
def test_awkward_input_is_told_in_a_sentence(desk, value):
    channel, entry = make_channel(), make_entry()
    for address, body in (
        (at("live_write", channel.pk), {"key": value, "text": value, "text_en": value}),
        (at("live_new"), {"topic": value, "title": value, "slug": value, "rule": value}),
        (at("live_edit", channel.pk), {"topic": value, "title": value, "version": value}),
        (at("entry_correct", entry.pk), {"text": value, "version": value}),
        (at("entry_step", entry.pk, "take-down"), {"reason": value}),
        (at("clip_cut", channel.pk), {"key": value, "title": value, "start": value, "end": value}),
        (at("clip_add"), {"key": value, "title": value, "credit": value, "rights": value}),
    ):
        assert desk.post(address, body).status_code in (302, 400, 409, 422), address
    assert desk.get(at("clips"), {"channel": value}).status_code in (200, 404)


def test_the_key_is_shown_by_a_click_and_not_before(desk, monkeypatch):
    monkeypatch.setattr(streaming, "is_installed", lambda: True)
    channel = make_channel()
    assert channel.stream_key not in desk.get(at("live_channel", channel.pk)).content.decode()
    assert channel.stream_key in desk.post(at("live_key", channel.pk)).content.decode()
    replaced = desk.post(at("live_key", channel.pk), {"replace": "1"}).content.decode()
    assert channel.stream_key not in replaced
    assert LiveChannel.objects.get().stream_key in replaced


def test_without_nginx_rtmp_the_page_says_what_to_install_and_the_blog_works(desk, monkeypatch):
    monkeypatch.setattr(streaming, "is_installed", lambda: False)
    channel = make_channel()
    page = desk.get(at("live_channel", channel.pk)).content.decode()
    assert f"apt-get install nginx {streaming.PACKAGE}" in page
    assert desk.post(at("live_write", channel.pk), entry_of()).status_code == 302


def test_two_who_correct_at_once_are_told_and_keep_their_words(desk):
    entry = make_entry()
    assert (
        desk.post(at("entry_correct", entry.pk), {"text": "改一", "version": 1}).status_code == 302
    )
    second = desk.post(at("entry_correct", entry.pk), {"text": "改二", "version": 1})
    assert second.status_code == 409
    assert "改二" in second.content.decode()


def test_a_clip_is_uploaded_converted_and_shown(desk, tmp_path):
    channel = make_channel()
    film = make_film(tmp_path / "film.mp4", 1)
    body = {"key": uuid.uuid4(), "title": "夜班", "credit": "记者", "rights": "own",
            "file": SimpleUploadedFile("f.mp4", film.read_bytes(), "video/mp4")}  # fmt: skip
    assert desk.post(f"{at('clip_add')}?channel={channel.pk}", body).status_code == 302
    clip = Clip.objects.get()
    assert (clip.state, clip.channel) == (ClipState.READY, channel)
    assert clip.video_url in desk.get(at("clips")).content.decode()
    assert desk.post(at("clip_step", clip.pk, "show")).status_code == 302
    assert Clip.objects.get().state == ClipState.SHOWN


def test_the_number_of_queries_does_not_grow_with_the_entries(desk, django_assert_max_num_queries):
    channel = make_channel()
    for n in range(12):
        make_entry(channel, f"第{n}条")
    with django_assert_max_num_queries(45):
        page = desk.get(at("live_channel", channel.pk))
    assert "第11条" in page.content.decode()


def test_steps_that_there_are_not_are_no_pages(desk):
    channel, entry = make_channel(LiveState.PLANNED), make_entry()
    assert desk.post(at("live_air", channel.pk, "explode")).status_code == 404
    assert desk.post(at("live_air", channel.pk, "end")).status_code == 409
    assert desk.post(at("entry_step", entry.pk, "explode")).status_code == 404
    assert desk.post(at("clip_step", 999, "show")).status_code == 404


def test_a_form_that_is_far_too_large_is_refused_by_its_announced_length(desk):
    channel = make_channel()
    for address in (at("live_write", channel.pk), at("clip_add")):
        announced = {"CONTENT_LENGTH": str(10**10), "wsgi.input": io.BytesIO(b"x" * 500)}
        answer = desk.post(address, **announced)
        assert answer.status_code == 413
    assert not LiveEntry.objects.exists()
