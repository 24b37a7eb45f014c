import json
import subprocess

import pytest
from PIL import Image

from qixin.reports.media import MediaRefused, MediaToolMissing, clip_renditions


def probe(path):
    answer = subprocess.run(
        ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", str(path)],
        check=True,
        capture_output=True,
    )
    return json.loads(answer.stdout)


def test_a_clip_becomes_h264_and_aac_without_metadata(clip, tmp_path):
    made = clip_renditions(clip("c.mov", size="1920x1080"), tmp_path / "made")
    found = probe(made.video)
    codecs = {stream["codec_type"]: stream for stream in found["streams"]}
    assert codecs["video"]["codec_name"] == "h264"
    assert (codecs["video"]["width"], codecs["video"]["height"]) == (1280, 720)
    assert codecs["audio"]["codec_name"] == "aac"
    tags = set(found["format"]["tags"])
    assert tags <= {"major_brand", "minor_version", "compatible_brands"}
    assert b"Secret" not in made.video.read_bytes()


def test_a_clip_can_be_played_before_it_has_arrived_whole(clip, tmp_path):
    content = clip_renditions(clip(), tmp_path / "made").video.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_a_small_upright_clip_keeps_its_shape(clip, tmp_path):
    made = clip_renditions(clip(size="270x481"), tmp_path / "made")
    video = probe(made.video)["streams"][0]
    assert video["width"] == 270
    assert video["height"] in (480, 482)


def test_a_clip_has_a_poster_and_leaves_nothing_else_behind(clip, tmp_path):
    made = clip_renditions(clip(), tmp_path / "made")
    with Image.open(made.poster.web) as poster:
        assert poster.size == (640, 360)
    names = {path.name for path in (tmp_path / "made").iterdir()}
    assert names == {"clip.mp4", "web.jpg", "thumb.jpg"}


def test_a_name_that_looks_like_an_option_is_only_a_name(clip, tmp_path):
    path = clip().rename(tmp_path / "-i a:b $(id)'.mp4")
    assert clip_renditions(path, tmp_path / "made").video.exists()


def test_without_ffmpeg_it_says_what_to_install(clip, tmp_path, monkeypatch):
    path = clip()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MediaToolMissing, match="apt-get install ffmpeg"):
        clip_renditions(path, tmp_path / "made")


def test_a_conversion_that_takes_too_long_is_given_up(clip, tmp_path):
    path = clip(seconds=5, size="1920x1080")
    with pytest.raises(MediaRefused):
        clip_renditions(path, tmp_path / "made", timeout_s=0.01)
    assert not list((tmp_path / "made").glob("*.part"))


def test_a_photo_is_no_clip(tmp_path):
    path = tmp_path / "photo.mp4"
    Image.new("RGB", (9, 9)).save(path, format="JPEG")
    with pytest.raises(MediaRefused):
        clip_renditions(path, tmp_path / "made")
