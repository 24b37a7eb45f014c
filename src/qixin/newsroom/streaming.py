"""Streams on the disk: where nginx's RTMP module puts them, and its configuration.

nginx-rtmp takes the encoder's stream, cuts it into HLS pieces below the public root (a rolling
window that can be rewound) and keeps a recording in pieces apart. What nginx is told stands in
`configuration`; what is found on the disk here.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from qixin.core.encryption import keyed_hash
from qixin.newsroom.models import LiveChannel

PACKAGE = "libnginx-mod-rtmp"
_MODULES = (
    "/usr/lib/nginx/modules/ngx_rtmp_module.so",
    "/usr/share/nginx/modules/ngx_rtmp_module.so",
    "/usr/lib64/nginx/modules/ngx_rtmp_module.so",
)
HLS_PIECE_S = 4
RECORDING_PIECE_S = 600
# an encoder whose channel is paused, ended or has another key is cut off within this
UPDATE_S = 5
_RECORDED = re.compile(r"\A(?P<slug>[a-z0-9-]+)-(?P<at>\d{8}T\d{6})\.flv\Z")
_MOMENT = "%Y%m%dT%H%M%S"


@dataclass(frozen=True)
class Piece:
    """A piece of a recording: from when to when (UTC), and how many bytes."""

    path: Path
    slug: str
    start: datetime
    end: datetime
    size: int


def rtmp_module() -> str:
    """The path of nginx's RTMP module; "" where it, or nginx, is not installed."""
    if nginx_program() == "":
        return ""
    return next((path for path in _MODULES if Path(path).is_file()), "")


def nginx_program() -> str:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""


def is_installed() -> bool:
    return bool(rtmp_module())


def hls_folder(channel: LiveChannel) -> Path:
    return Path(settings.QIXIN_PUBLIC_ROOT) / "stream" / channel.slug


def newest_piece_at(channel: LiveChannel) -> datetime | None:
    """When the last HLS piece of the channel was written; None where there is none."""
    times = []
    for path in hls_folder(channel).glob("*.ts"):
        try:
            times.append(path.stat().st_mtime)
        except FileNotFoundError:
            continue  # rolled away meanwhile
    return datetime.fromtimestamp(max(times), UTC) if times else None


def recordings() -> list[Piece]:
    """All pieces of all recordings, the oldest first. What is not named as ours is left alone."""
    found = []
    for path in Path(settings.QIXIN_RECORDINGS).glob("*.flv"):
        named = _RECORDED.match(path.name)
        if named is None:
            continue
        stat = path.stat()
        start = datetime.strptime(named["at"], _MOMENT).replace(tzinfo=UTC)
        end = max(start, datetime.fromtimestamp(stat.st_mtime, UTC))
        found.append(Piece(path, named["slug"], start, end, stat.st_size))
    return sorted(found, key=lambda piece: (piece.start, piece.path.name))


def recorded(channel: LiveChannel, start: datetime, end: datetime) -> list[Piece]:
    """The pieces of a channel's recording that hold anything of [start, end]."""
    return [
        piece
        for piece in recordings()
        if piece.slug == channel.slug and piece.start < end and piece.end > start
    ]


def budget_bytes() -> int:
    return int(settings.QIXIN_RECORDING_GB * 1024**3)


def callback_secret() -> str:
    """Stands in the addresses that nginx calls: nobody else may say that a stream has begun."""
    return keyed_hash("nginx", purpose="live stream callbacks")[:40]


def publish_url() -> str:
    """Where an encoder sends to; the stream's name and key follow."""
    if settings.QIXIN_RTMP_URL:
        return str(settings.QIXIN_RTMP_URL)
    host = urlsplit(settings.QIXIN_SITE_URL).hostname or "127.0.0.1"
    port = "" if settings.QIXIN_RTMP_PORT == 1935 else f":{settings.QIXIN_RTMP_PORT}"
    return f"rtmp://{host}{port}/live"


def stream_name(channel: LiveChannel, key: str) -> str:
    """What is entered as stream key in the encoder."""
    return f"{channel.slug}?key={key}"


def run_folder() -> Path:
    """nginx's own folder: its configuration, its process id."""
    return Path(settings.QIXIN_HOME) / "live"


def prepare_folders() -> None:
    for folder in (
        run_folder(),
        Path(settings.QIXIN_RECORDINGS),
        Path(settings.QIXIN_PUBLIC_ROOT) / "stream",
    ):
        folder.mkdir(parents=True, exist_ok=True)


def write_configuration(pages: str) -> Path:
    """Write nginx's configuration, readable by its owner alone; returns its path."""
    prepare_folders()
    target = run_folder() / "nginx.conf"
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(configuration(pages))
    return target


def configuration(pages: str) -> str:
    """nginx's configuration; `pages` is where this machine reaches Qixin, e.g.
    `http://127.0.0.1:8000`.

    The encoder publishes `slug?key=…`: the key travels as an argument, so that it stands in no
    file's name. It is asked for at the beginning and every few seconds.
    """
    calls = f"{pages.rstrip('/')}/live/calls/{callback_secret()}"
    rewind = timedelta(minutes=settings.QIXIN_LIVE_REWIND_MINUTES)
    owner = pwd.getpwuid(os.geteuid()).pw_name
    user = f"user {owner};\n" if os.geteuid() == 0 else ""
    return f"""# Written by `qixin live-config`; holds a secret.
load_module "{rtmp_module()}";
{user}worker_processes 1;
pid "{run_folder()}/nginx.pid";
error_log stderr warn;
env TZ=UTC;

events {{ worker_connections 1024; }}

rtmp {{
  server {{
    listen {settings.QIXIN_RTMP_PORT};
    chunk_size 4096;
    ping 10s;
    ping_timeout 10s;

    application live {{
      live on;
      drop_idle_publisher 15s;
      allow play 127.0.0.1;
      deny play all;

      notify_method post;
      on_publish {calls}/publish/;
      on_update {calls}/update/;
      on_publish_done {calls}/done/;
      notify_update_timeout {UPDATE_S}s;
      notify_update_strict on;

      hls on;
      hls_path "{Path(settings.QIXIN_PUBLIC_ROOT) / "stream"}";
      hls_nested on;
      hls_fragment {HLS_PIECE_S}s;
      hls_playlist_length {int(rewind.total_seconds())}s;
      hls_continuous on;
      hls_cleanup on;

      record all;
      record_path "{settings.QIXIN_RECORDINGS}";
      record_suffix -{_MOMENT}.flv;
      record_interval {RECORDING_PIECE_S}s;
      record_unique off;
    }}
  }}
}}
"""
