import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image

from qixin.reports.media import (
    DEFAULT_LIMITS,
    MediaRefused,
    inspect,
    refuse_declared_length,
)
from tests.reports.media.conftest import exif, picture, saved


def look(content, filename="photo.jpg", **options):
    return inspect(io.BytesIO(content), filename=filename, **options)


def test_a_photo_tells_its_size_time_place_and_hash():
    content = saved(picture(), exif=exif())
    found = look(content)
    assert (found.kind, found.mime, found.width, found.height) == ("image", "image/jpeg", 1200, 900)
    assert found.taken_at == datetime(2020, 2, 3, 0, 30, tzinfo=UTC)
    assert found.coordinate == pytest.approx((36.817778, 118.309444))
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert found.size == len(content)
    assert not found.damaged


@pytest.mark.parametrize("orientation", [5, 6, 7, 8])
def test_a_photo_lying_on_its_side_is_measured_upright(orientation):
    found = look(saved(picture(), exif=exif(orientation=orientation)))
    assert (found.width, found.height) == (900, 1200)


@pytest.mark.parametrize(
    ("kind", "mime"),
    [
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
        ("BMP", "image/bmp"),
        ("HEIF", "image/heic"),
    ],
)
def test_the_content_says_what_a_photo_is_and_its_name_does_not(kind, mime):
    assert look(saved(picture(), kind), filename="letter.docx").mime == mime


@pytest.mark.parametrize(
    "content",
    [
        b"plain words, no picture at all",
        b"%PDF-1.7\n%....",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"PK\x03\x04 a spreadsheet",
    ],
)
def test_a_file_that_is_neither_photo_nor_clip_is_refused_by_its_name(content):
    with pytest.raises(MediaRefused, match=r"台账\.jpg"):
        look(content, filename="C:\\tmp\\台账.jpg")


def test_an_empty_file_is_refused():
    with pytest.raises(MediaRefused):
        look(b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_header_without_a_picture_is_refused(kind):
    with pytest.raises(MediaRefused):
        look(saved(picture(), kind)[:200])


@pytest.mark.parametrize("share", [0.7, 0.95])
def test_a_jpeg_that_lost_its_end_is_taken_as_damaged(share):
    content = saved(picture(), exif=exif())
    found = look(content[: int(len(content) * share)])
    assert found.damaged
    assert found.coordinate


def test_a_jpeg_that_lost_most_of_itself_is_refused():
    noisy = Image.effect_noise((1200, 900), 80)
    content = saved(noisy)
    with pytest.raises(MediaRefused):
        look(content[: len(content) // 4])


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded():
    few = replace(DEFAULT_LIMITS, image_pixels=1_000_000, reduced_pixels=1_000_000)
    with pytest.raises(MediaRefused):
        look(saved(picture()), limits=few)
    with pytest.raises(MediaRefused):
        look(saved(Image.new("1", (20_000, 20_000)), "PNG"))


def test_the_limit_of_bytes_differs_for_photos_and_clips(clip):
    small = replace(DEFAULT_LIMITS, image_bytes=1000)
    with pytest.raises(MediaRefused):
        look(saved(picture()), limits=small)
    path = clip()
    assert inspect(path, filename="clip.mp4", limits=small).size > 1000
    with pytest.raises(MediaRefused):
        inspect(path, filename="clip.mp4", limits=replace(DEFAULT_LIMITS, clip_bytes=1000))


def test_a_declared_length_over_the_limit_is_refused_at_once():
    refuse_declared_length(None)
    refuse_declared_length(DEFAULT_LIMITS.clip_bytes)
    with pytest.raises(MediaRefused):
        refuse_declared_length(400 * 1024 * 1024)


def test_a_stream_that_cannot_rewind_is_counted_as_it_arrives():
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    content = saved(picture())
    assert inspect(Pipe(content), filename="p.jpg").size == len(content)
    with pytest.raises(MediaRefused):
        inspect(Pipe(content), filename="p.jpg", limits=replace(DEFAULT_LIMITS, clip_bytes=500))


def test_the_callers_stream_is_left_at_its_beginning():
    stream = io.BytesIO(saved(picture()))
    inspect(stream, filename="p.jpg")
    assert stream.tell() == 0


@pytest.mark.parametrize(
    "gps", [None, ((0, 0, 0), (0, 0, 0)), ((95, 0, 0), (118, 0, 0)), ((36, 0, 0), (181, 0, 0))]
)
def test_an_absent_or_impossible_place_is_no_place(gps):
    assert look(saved(picture(), exif=exif(gps=gps))).coordinate is None


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "1980:01:01 00:00:00", "yesterday", ""])
def test_a_time_that_cannot_be_is_no_time(taken):
    found = look(saved(picture(), exif=exif(taken=taken)))
    assert found.taken_at is None


def test_exif_that_is_rubbish_does_not_hinder_the_photo():
    content = saved(picture(), exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff rubbish")
    assert look(content).coordinate is None


@pytest.mark.parametrize(
    ("name", "mime"),
    [("c.mp4", "video/mp4"), ("c.mov", "video/quicktime"), ("c.3gp", "video/3gpp")],
)
def test_a_clip_tells_its_size_length_time_and_place(clip, name, mime):
    more = ("-ar", "8000", "-ac", "1", "-c:a", "aac", "-c:v", "libx264") if name == "c.3gp" else ()
    found = inspect(clip(name, seconds=2, more=more), filename=name)
    assert (found.kind, found.mime, found.width, found.height) == ("clip", mime, 640, 360)
    assert found.duration_s == pytest.approx(2, abs=0.2)
    if name == "c.mp4":
        assert found.coordinate == (36.8178, 118.3095)
        assert found.taken_at == datetime(2020, 2, 3, 0, 30, tzinfo=UTC)


def test_a_clip_without_a_length_in_its_header_is_measured(clip):
    path = clip("c.webm", seconds=2, more=("-c:v", "libvpx", "-c:a", "libvorbis", "-live", "1"))
    found = inspect(io.BytesIO(path.read_bytes()), filename="c.webm")
    assert found.duration_s == pytest.approx(2, abs=0.2)


def test_a_clip_that_is_too_long_is_refused(clip):
    with pytest.raises(MediaRefused, match="2 s"):
        inspect(clip(seconds=3), filename="c", limits=replace(DEFAULT_LIMITS, clip_seconds=2))


def test_sound_without_picture_is_refused(clip):
    with pytest.raises(MediaRefused):
        inspect(clip("c.mp4", more=("-vn",)), filename="c.mp4")


def test_a_broken_clip_is_refused(clip):
    content = clip().read_bytes()
    with pytest.raises(MediaRefused):
        look(content[:300])
