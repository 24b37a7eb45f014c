"""A real stream: ffmpeg's test picture by nginx's RTMP module into HLS, recording, clip."""

import os
import signal
import socket
import subprocess
import time
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from qixin.newsroom import streaming
from qixin.newsroom.actions import airing, clipping
from qixin.newsroom.actions.streaming import watch_streams
from qixin.newsroom.enums.live import ClipState, LiveSignal
from qixin.newsroom.models import Clip, LiveChannel
from tests.newsroom.live_factories import make_channel, make_clip_given

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("rtmp"),
    pytest.mark.skipif(
        not streaming.is_installed(),
        reason="nginx with its RTMP module is not installed here, and streams are optional: "
        f"apt-get install nginx {streaming.PACKAGE}",
    ),
]


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def until(found, *, within=40.0):
    """Wait for what another process does; fails when it does not come."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if answer := found():
            return answer
        time.sleep(0.1)
    pytest.fail(f"did not come within {within} s")
    return None


def listens(port):
    with socket.socket() as held:
        return held.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def nginx(tmp_path, settings, live_server):
    settings.QIXIN_HOME = tmp_path
    settings.QIXIN_RECORDINGS = tmp_path / "recordings"
    settings.QIXIN_RTMP_PORT = free_port()
    settings.QIXIN_LIVE_SILENCE_SECONDS = 1.5
    path = streaming.write_configuration(live_server.url)
    server = subprocess.Popen(
        [streaming.nginx_program(), "-p", str(tmp_path / "live"), "-c", str(path),
         "-g", "daemon off;"],
        env=os.environ | {"TZ": "UTC"},
    )  # fmt: skip
    until(lambda: listens(settings.QIXIN_RTMP_PORT))
    yield f"rtmp://127.0.0.1:{settings.QIXIN_RTMP_PORT}/live"
    server.terminate()
    server.wait(20)


def send(address, channel, key, *, seconds):
    return subprocess.Popen(
        ["ffmpeg", "-v", "error", "-re", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=15",
         "-f", "lavfi", "-i", "sine", "-t", str(seconds), "-c:v", "libx264", "-g", "15",
         "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "flv",
         f"{address}/{streaming.stream_name(channel, key)}"],
        stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def signal_of(channel):
    return LiveChannel.objects.get(pk=channel.pk).signal


def test_a_wrong_key_gets_no_stream(nginx):
    channel = make_channel()
    encoder = send(nginx, channel, "wrong", seconds=8)
    assert encoder.wait(30) != 0
    assert signal_of(channel) == LiveSignal.NONE
    assert not streaming.hls_folder(channel).exists()
    assert not streaming.recordings()


def test_from_the_test_picture_to_a_clip_of_its_recording(nginx):
    channel = make_channel()
    encoder = send(nginx, channel, channel.stream_key, seconds=8)
    playlist = streaming.hls_folder(channel) / "index.m3u8"
    until(lambda: playlist.is_file() and streaming.newest_piece_at(channel))
    assert signal_of(channel) == LiveSignal.FLOWING
    assert playlist.read_text().startswith("#EXTM3U")
    assert encoder.wait(30) == 0
    until(lambda: signal_of(channel) == LiveSignal.INTERRUPTED)
    piece = streaming.recordings()[0]
    assert piece.slug == channel.slug
    assert piece.size > 10_000
    # the key stands in no name that readers or the disk's owner see
    names = [path.name for path in (*playlist.parent.iterdir(), piece.path)]
    assert not any(channel.stream_key in name for name in names)
    start = piece.start + timedelta(seconds=2)
    clip = clipping.cut_out(
        channel=channel, start=start, end=start + timedelta(seconds=3),
        given=make_clip_given(), client_key="8f14e45f-ceea-467f-a81d-92b4fd0b9f2d",
        by=channel.opened_by,
    )  # fmt: skip
    assert clipping.convert(clip.pk) == ClipState.READY
    clip = Clip.objects.get()
    assert 2 < clip.duration_s < 5
    for name in ("clip.mp4", "web.jpg", "thumb.jpg", "index.m3u8"):
        assert default_storage.exists(clip.file_name(name))


def test_an_encoder_that_is_killed_is_an_interruption_and_a_new_one_ends_it(nginx):
    channel = make_channel()
    encoder = send(nginx, channel, channel.stream_key, seconds=60)
    until(lambda: streaming.newest_piece_at(channel))
    encoder.send_signal(signal.SIGKILL)
    encoder.wait()
    until(lambda: watch_streams() or signal_of(channel) == LiveSignal.INTERRUPTED)
    assert signal_of(channel) == LiveSignal.INTERRUPTED
    encoder = send(nginx, channel, channel.stream_key, seconds=60)
    until(lambda: signal_of(channel) == LiveSignal.FLOWING)
    # the pause cuts it off by itself
    airing.air(channel=channel, verb="pause", by=channel.opened_by)
    assert encoder.wait(30) != 0
