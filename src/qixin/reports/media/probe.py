"""What a clip says of itself: size, length, time and place."""

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qixin.reports.media import exif, ffmpeg
from qixin.reports.media.containers import Container
from qixin.reports.media.limits import Limits
from qixin.reports.media.refusal import MediaRefused

TIMEOUT_S = 30
# Apple's key bears the place as the camera recorded it; Android writes the plain one.
PLACE_KEYS = ("com.apple.quicktime.location.ISO6709", "location", "location-eng")
TIME_KEYS = ("com.apple.quicktime.creationdate", "creation_time")


@dataclass(frozen=True)
class Probe:
    """A clip's upright size in pixels, its length in seconds, its time in UTC and its place."""

    width: int
    height: int
    duration_s: float
    taken_at: datetime | None
    coordinate: exif.Coordinate | None


def probe(path: Path, container: Container, *, limits: Limits) -> Probe:
    """Reads a clip's header with ffprobe.

    Raises MediaRefused for a clip that is broken, without picture, too long or too large a frame;
    MediaToolMissing without ffprobe.
    """
    answer = json.loads(
        ffmpeg.run(
            "ffprobe",
            [*_input(path, container), "-show_format", "-show_streams", "-of", "json"],
            timeout_s=TIMEOUT_S,
        )
    )
    picture = _picture(answer.get("streams", []))
    width, height = _upright(picture)
    if width * height > limits.clip_pixels:
        raise MediaRefused(
            _("This clip's picture is too large. Please record it in 1080p or less.")
        )
    duration = _duration(answer, picture, path, container, limits)
    if duration > limits.clip_seconds:
        raise MediaRefused(_too_long(duration, limits.clip_seconds))
    tags = answer.get("format", {}).get("tags", {})
    return Probe(width, height, round(duration, 3), _taken_at(tags), _place(tags))


def _input(path: Path, container: Container) -> list[str]:
    """Arguments that open this one file, with one reader, and nothing that it may refer to."""
    return [
        *("-v", "error", "-protocol_whitelist", "file"),
        *("-f", container.reader, "-i", f"file:{path}"),
    ]


def _picture(streams: list[dict[str, Any]]) -> dict[str, Any]:
    for stream in streams:
        cover = stream.get("disposition", {}).get("attached_pic")
        if stream.get("codec_type") == "video" and not cover and stream.get("width"):
            return stream
    raise MediaRefused(_("This clip contains no picture. Please send a video."))


def _upright(picture: dict[str, Any]) -> tuple[int, int]:
    width, height = int(picture["width"]), int(picture["height"])
    turns = [side.get("rotation", 0) for side in picture.get("side_data_list", [])]
    sideways = any(round(abs(turn)) % 180 == 90 for turn in turns)
    return (height, width) if sideways else (width, height)


def _duration(
    answer: dict[str, Any],
    picture: dict[str, Any],
    path: Path,
    container: Container,
    limits: Limits,
) -> float:
    for written in (answer.get("format", {}).get("duration"), picture.get("duration")):
        seconds = _seconds(written)
        if seconds:
            return seconds
    # What browsers record as WebM has no length in its header: the last frame tells.
    return _last_frame(path, container, limits)


def _last_frame(path: Path, container: Container, limits: Limits) -> float:
    lines = ffmpeg.run(
        "ffprobe",
        [
            *_input(path, container),
            *("-select_streams", "v:0", "-show_entries", "packet=pts_time"),
            *("-read_intervals", f"%+{limits.clip_seconds + 5:g}", "-of", "csv=p=0"),
        ],
        timeout_s=TIMEOUT_S,
    ).decode("ascii", "replace")
    seconds = [_seconds(line.strip().rstrip(",")) for line in lines.splitlines()]
    longest = max((found for found in seconds if found is not None), default=0.0)
    if longest <= 0:
        raise MediaRefused(ffmpeg.CANNOT_READ)
    return longest


def _seconds(written: str | None) -> float | None:
    try:
        seconds = float(written or "")
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _taken_at(tags: dict[str, str]) -> datetime | None:
    for key in TIME_KEYS:
        try:
            found = datetime.fromisoformat(tags.get(key, ""))
        except ValueError:
            continue
        return exif.plausible(found if found.tzinfo else found.replace(tzinfo=UTC))
    return None


def _place(tags: dict[str, str]) -> exif.Coordinate | None:
    written = next((tags[key] for key in PLACE_KEYS if key in tags), "")
    return exif.iso6709(written)


def _too_long(seconds: float, most: float) -> Promise:
    return format_lazy(
        _("This clip lasts {seconds} s; at most {most} s. Please cut it or send it in parts."),
        seconds=math.ceil(seconds),
        most=int(most),
    )
