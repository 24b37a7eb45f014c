"""Live channels, entries, recordings and clips for tests, made by the verbs that people use."""

import io
import itertools
import os
import subprocess
import uuid

from django.conf import settings
from PIL import Image

from qixin.newsroom import streaming
from qixin.newsroom.actions import airing, clipping, live_entries
from qixin.newsroom.actions.airing import ChannelGiven
from qixin.newsroom.actions.clipping import ClipGiven
from qixin.newsroom.enums.live import LiveState
from qixin.newsroom.models import Clip, LiveChannel, LiveEntry
from qixin.people.enums import Role
from qixin.reports.actions import transferring
from qixin.reports.models import Transfer
from tests.newsroom.factories import make_editor, make_topic

_serial = itertools.count(1)
_ROADS = {
    LiveState.PLANNED: (),
    LiveState.ON_AIR: ("start",),
    LiveState.PAUSED: ("start", "pause"),
    LiveState.ENDED: ("start", "end"),
}


def make_given(topic=None, **fields) -> ChannelGiven:
    fields.setdefault("title", "雨中值守一线直播")
    fields.setdefault("slug", f"live-{next(_serial)}")
    return ChannelGiven(topic=topic or make_topic(), **fields)


def make_channel(state=LiveState.ON_AIR, *, by=None, **fields) -> LiveChannel:
    """Along the roads that are drawn."""
    by = by or make_editor(Role.CHIEF_EDITOR)
    channel = airing.open_channel(given=make_given(**fields), by=by)
    for verb in _ROADS[state]:
        airing.air(channel=channel, verb=verb, by=by)
    return LiveChannel.objects.get(pk=channel.pk)


def make_entry(channel=None, text="首批蔬菜送到社区。", *, by=None, **fields) -> LiveEntry:
    channel = channel or make_channel()
    return live_entries.write(
        channel=channel, text=text, by=by or make_editor(),
        client_key=fields.pop("client_key", None) or uuid.uuid4(), **fields,
    )  # fmt: skip


def make_clip_given(**fields) -> ClipGiven:
    return ClipGiven(**{"title": "卡口夜班", "credit": "演练记者", "rights": "own", **fields})


def make_film(path, seconds=2, *, options=()):
    """A film of ffmpeg's test picture and tone."""
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=15",
         "-f", "lavfi", "-i", "sine", "-t", str(seconds), "-c:v", "libx264", "-g", "15",
         "-pix_fmt", "yuv420p", "-c:a", "aac", *options, str(path)],
        check=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return path


def make_upload(path, *, by=None, channel=None, **fields) -> Clip:
    with path.open("rb") as file:
        return clipping.upload(
            file=file, given=make_clip_given(**fields), client_key=uuid.uuid4(),
            by=by or make_editor(), channel=channel,
        )  # fmt: skip


def make_transfer(content, *, by) -> Transfer:
    """A film that came in two pieces."""
    transfer = transferring.begin(
        kind=clipping.TRANSFER_KIND, length=len(content), metadata="", by=by
    )
    for start, end in ((0, 100), (100, len(content))):
        piece = transferring.Piece(start, end - start, io.BytesIO(content[start:end]).read)
        transferring.append(transfer=transfer, piece=piece, by=by)
    return transfer


def lay_piece(channel, start, *, end, size=1000):
    """A piece of a recording that says nothing but its time and size."""
    folder = settings.QIXIN_RECORDINGS
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{channel.slug}-{start.strftime('%Y%m%dT%H%M%S')}.flv"
    path.write_bytes(b"x" * size)
    os.utime(path, (end.timestamp(), end.timestamp()))
    return path


def lay_hls_piece(channel, at):
    """A piece of the stream, as nginx writes them, last written `at`."""
    folder = streaming.hls_folder(channel)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{int(at.timestamp())}.ts"
    path.write_bytes(b"G")
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def make_photo():
    """A small JPEG, as a telephone sends one."""
    held = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(held, "JPEG")
    held.seek(0)
    return held
