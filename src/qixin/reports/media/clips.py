"""What people see of a clip: a 720p MP4 that every telephone plays, and its poster."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qixin.reports.media import ffmpeg
from qixin.reports.media.containers import HEAD_BYTES, PNG, Container, container_of
from qixin.reports.media.limits import DEFAULT_LIMITS, Limits
from qixin.reports.media.pictures import Decoded, Renditions, decode, render
from qixin.reports.media.probe import probe
from qixin.reports.media.refusal import MediaRefused

SHORT_EDGE = 720
FRAMES_PER_SECOND = 30
TIMEOUT_S = 600
# A first frame is often black or still out of focus.
POSTER_AT_S = 1.0

# The shorter side at most 720, both even (H.264 with 4:2:0 colour needs it), square pixels.
SCALE = (
    f"scale=w='if(gt(iw,ih),-2,trunc(min({SHORT_EDGE},iw)/2)*2)'"
    f":h='if(gt(iw,ih),trunc(min({SHORT_EDGE},ih)/2)*2,-2)',setsar=1,format=yuv420p"
)


@dataclass(frozen=True)
class ClipRenditions:
    """A clip's playable file and its poster (web 1600 px, thumb 400 px), all without metadata."""

    video: Path
    poster: Renditions
    duration_s: float


def clip_renditions(
    path: Path,
    out_dir: Path,
    *,
    limits: Limits = DEFAULT_LIMITS,
    timeout_s: float = TIMEOUT_S,
    on_progress: Callable[[float], None] | None = None,
) -> ClipRenditions:
    """Writes clip.mp4 (H.264, AAC, at most 720p and 30 frames/s, faststart), web.jpg and thumb.jpg.

    `on_progress` hears what share of the clip, 0 to 1, is converted.

    Raises MediaRefused for a clip that cannot be read or takes longer than `timeout_s` seconds to
    convert, MediaToolMissing without ffmpeg.
    """
    container = _container(path)
    found = probe(path, container, limits=limits)
    out_dir.mkdir(parents=True, exist_ok=True)
    at = min(POSTER_AT_S, found.duration_s / 3)
    poster = render(_frame(path, container, out_dir, at=at, limits=limits), out_dir)

    def told(seconds: float) -> None:
        if on_progress is not None:
            on_progress(min(1.0, seconds / found.duration_s))

    video = _convert(
        path, container, out_dir / "clip.mp4", limits=limits, timeout_s=timeout_s, on_seconds=told
    )
    return ClipRenditions(video=video, poster=poster, duration_s=found.duration_s)


def _container(path: Path) -> Container:
    with path.open("rb") as stream:
        container = container_of(stream.read(HEAD_BYTES))
    if container is None or container.kind != "clip":
        raise MediaRefused(ffmpeg.CANNOT_READ)
    return container


def _opening(path: Path, container: Container, limits: Limits) -> list[str]:
    return [
        *("-nostdin", "-v", "error", "-y", "-protocol_whitelist", "file"),
        *("-max_pixels", str(limits.clip_pixels)),
        *("-f", container.reader, "-i", f"file:{path}"),
    ]


def _frame(
    path: Path, container: Container, out_dir: Path, *, at: float, limits: Limits
) -> Decoded:
    still = out_dir / "poster.png.part"
    ffmpeg.run(
        "ffmpeg",
        [
            *_opening(path, container, limits),
            *("-ss", f"{at:.3f}", "-map", "0:v:0", "-frames:v", "1"),
            *("-map_metadata", "-1", "-f", "image2pipe", "-c:v", "png", f"file:{still}"),
        ],
        timeout_s=TIMEOUT_S / 10,
    )
    try:
        with still.open("rb") as stream:
            return decode(stream, PNG, edge=1, limits=limits)
    finally:
        still.unlink()


def _convert(
    path: Path,
    container: Container,
    video: Path,
    *,
    limits: Limits,
    timeout_s: float,
    on_seconds: Callable[[float], None],
) -> Path:
    unfinished = video.with_name(video.name + ".part")
    try:
        ffmpeg.run_telling(
            [
                *_opening(path, container, limits),
                *("-t", f"{limits.clip_seconds:g}", "-map", "0:v:0", "-map", "0:a:0?"),
                *("-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn"),
                *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"),
                *("-vf", SCALE, "-fpsmax", str(FRAMES_PER_SECOND)),
                *("-c:v", "libx264", "-preset", "veryfast", "-crf", "26"),
                *("-c:a", "aac", "-b:a", "96k", "-ac", "2"),
                *("-movflags", "+faststart", "-f", "mp4", f"file:{unfinished}"),
            ],
            timeout_s=timeout_s,
            on_seconds=on_seconds,
        )
        return unfinished.replace(video)
    finally:
        unfinished.unlink(missing_ok=True)
