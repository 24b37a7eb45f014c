"""Streams: who is admitted, what the watcher finds, what the disk keeps."""

from datetime import timedelta

import pytest
from django.urls import reverse

from qixin.core import clock
from qixin.core.errors import Refused
from qixin.newsroom import streaming
from qixin.newsroom.actions import airing
from qixin.newsroom.actions import streaming as actions
from qixin.newsroom.enums.live import ClipState, LiveSignal, LiveState
from qixin.newsroom.models import Clip, LiveChannel
from qixin.people.models import Notice
from tests.newsroom.live_factories import (
    lay_hls_piece,
    lay_piece,
    make_channel,
    make_clip_given,
    make_entry,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def recordings(tmp_path, settings):
    settings.QIXIN_RECORDINGS = tmp_path / "recordings"
    settings.QIXIN_HOME = tmp_path
    return settings.QIXIN_RECORDINGS


def again(channel):
    return LiveChannel.objects.get(pk=channel.pk)


def seconds(n):
    return timedelta(seconds=n)


def call(client, channel, what="publish", *, key=None, secret=None, name=None):
    address = reverse("newsroom:stream_call", args=[secret or streaming.callback_secret(), what])
    body = {"name": channel.slug if name is None else name,
            "key": channel.stream_key if key is None else key}  # fmt: skip
    return client.post(address, body).status_code


def flowing(channel, ago):
    """A stream whose newest piece is `ago` seconds old."""
    actions.admit(slug=channel.slug, key=channel.stream_key)
    since = clock.now() - seconds(ago)
    LiveChannel.objects.filter(pk=channel.pk).update(signal_since=since)
    lay_hls_piece(channel, since)
    return again(channel)


def test_an_encoder_with_the_right_key_is_admitted_while_on_air(client):
    channel = make_channel()
    assert call(client, channel) == 200
    assert again(channel).signal == LiveSignal.FLOWING
    assert call(client, channel, "update") == 200


@pytest.mark.parametrize("key", ["", "wrong", "\0", "密钥", "x" * 5000, "１２"])
def test_a_wrong_key_is_refused_and_changes_nothing(client, key):
    channel = make_channel()
    assert call(client, channel, key=key) == 403
    assert again(channel).signal == LiveSignal.NONE


@pytest.mark.parametrize("name", ["", "no-such", "../x", "\0", "x" * 500])
def test_a_wrong_name_gets_the_same_answer_as_a_wrong_key(client, name):
    assert call(client, make_channel(), name=name) == 403


def test_nobody_but_nginx_may_call():
    from django.test import Client

    channel = make_channel()
    assert call(Client(), channel, secret="0" * 40) == 404
    assert Client().get(reverse("newsroom:stream_call", args=["x", "publish"])).status_code == 405


@pytest.mark.parametrize("state", [LiveState.PLANNED, LiveState.PAUSED, LiveState.ENDED])
def test_no_stream_is_taken_while_the_channel_is_not_on_air(client, state):
    assert call(client, make_channel(state)) == 403


def test_a_replaced_key_and_a_pause_cut_the_encoder_off_at_its_next_sign_of_life(client):
    channel = make_channel()
    old = channel.stream_key
    assert call(client, channel) == 200
    airing.replace_key(channel=channel, by=channel.opened_by)
    assert call(client, channel, "update", key=old) == 403
    assert call(client, again(channel), "update") == 200
    airing.air(channel=channel, verb="pause", by=channel.opened_by)
    assert call(client, again(channel), "update") == 403
    assert again(channel).signal == LiveSignal.NONE


def test_a_stream_that_stops_dead_is_told_once_with_its_time_and_again_when_it_is_back(public_root):
    channel = make_channel()
    entry = make_entry(channel)
    flowing(channel, ago=40)
    assert actions.watch_streams() == 1
    assert actions.watch_streams() == 0
    told = Notice.objects.filter(kind="newsroom.stream_interrupted")
    assert {one.user_id for one in told} >= {channel.opened_by_id, entry.author_id}
    assert told.count() == len({one.user_id for one in told})
    assert again(channel).signal == LiveSignal.INTERRUPTED
    page = public_root / "zh/live" / channel.slug / "index.html"
    assert "live-notice" in page.read_text()
    lay_hls_piece(channel, clock.now())
    assert actions.watch_streams() == 1
    assert again(channel).signal == LiveSignal.FLOWING
    assert Notice.objects.filter(kind="newsroom.stream_back", user=entry.author).count() == 1
    assert "live-notice" not in page.read_text()


def test_a_line_that_comes_and_goes_is_told_once_in_ten_minutes():
    channel = make_channel()
    for _time in range(3):
        flowing(channel, ago=40)
        actions.watch_streams()
    mine = Notice.objects.filter(user=channel.opened_by)
    assert mine.filter(kind="newsroom.stream_interrupted").count() == 1
    assert mine.filter(kind="newsroom.stream_back").count() == 1


def test_a_stream_that_flows_is_left_alone():
    flowing(make_channel(), ago=5)
    assert actions.watch_streams() == 0
    assert not Notice.objects.exists()


def test_an_encoder_that_hangs_up_is_an_interruption_at_once(client):
    channel = make_channel()
    call(client, channel)
    assert call(client, channel, "done") == 200
    assert again(channel).signal == LiveSignal.INTERRUPTED


def test_the_oldest_recordings_beyond_the_budget_go_but_nothing_that_is_still_wanted(settings):
    settings.QIXIN_RECORDING_GB = 2500 / 1024**3
    channel, other = make_channel(), make_channel()
    start = clock.now() - timedelta(hours=5)
    pieces = [
        lay_piece(channel, start + seconds(600 * n), end=start + seconds(600 * n + 600))
        for n in range(5)
    ]
    quiet = lay_piece(other, start - timedelta(days=1), end=start - timedelta(hours=23))
    foreign = settings.QIXIN_RECORDINGS / "notes.txt"
    foreign.write_text("not ours")
    wanted = Clip.objects.create(
        channel=channel, client_key="8f14e45f-ceea-467f-a81d-92b4fd0b9f2d",
        made_by=channel.opened_by, cut_from=start + seconds(650), cut_until=start + seconds(700),
        **make_clip_given().__dict__,
    )  # fmt: skip
    assert actions.drop_recordings() == 3
    # the piece of the waiting clip, the newest of each channel, and what is not ours stay
    assert [path.exists() for path in pieces] == [False, True, False, False, True]
    assert quiet.exists()
    assert foreign.exists()
    Clip.objects.filter(pk=wanted.pk).update(state=ClipState.READY)
    assert actions.drop_recordings() == 1
    assert not pieces[1].exists()


def test_the_configuration_holds_no_key_and_only_its_owner_reads_it():
    channel = make_channel()
    path = streaming.write_configuration("http://127.0.0.1:8000/")
    written = path.read_text()
    assert channel.stream_key not in written
    assert f"http://127.0.0.1:8000/live/calls/{streaming.callback_secret()}/publish/" in written
    assert path.stat().st_mode & 0o077 == 0


def test_a_check_of_a_channel_that_is_gone_is_refused():
    with pytest.raises(Refused):
        actions.check_still_admitted(slug="gone", key="x")
