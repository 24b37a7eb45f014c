"""Clips as HLS, and pieces cut out of a recording; nothing here is encoded anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qixin.reports.media import ffmpeg
from qixin.reports.media.refusal import MediaRefused

PIECE_S = 6
TIMEOUT_S = 300


@dataclass(frozen=True)
class Span:
    """Of a file the seconds from `start` to `end`."""

    path: Path
    start: float
    end: float


def hls(video: Path, out_dir: Path) -> list[Path]:
    """index.m3u8 and its pieces of a made clip.mp4 (H.264, AAC). Raises as `ffmpeg.run`."""
    ffmpeg.run(
        "ffmpeg",
        [
            *("-nostdin", "-v", "error", "-y", "-protocol_whitelist", "file"),
            *("-f", "mov", "-i", f"file:{video}", "-c", "copy"),
            *("-f", "hls", "-hls_time", str(PIECE_S), "-hls_playlist_type", "vod"),
            *("-hls_segment_filename", str(out_dir / "piece%04d.ts"), str(out_dir / "index.m3u8")),
        ],
        timeout_s=TIMEOUT_S,
    )
    return [out_dir / "index.m3u8", *sorted(out_dir.glob("piece*.ts"))]


def cut(spans: Sequence[Span], out: Path) -> Path:
    """The spans of FLV recordings one after the other, as Matroska; each begins at the key frame
    before its start. Raises MediaRefused where nothing of them can be read.
    """
    if not spans:
        raise MediaRefused(ffmpeg.CANNOT_READ)
    parts = [_part(span, out.with_name(f"part{n}.mkv")) for n, span in enumerate(spans)]
    if len(parts) == 1:
        return parts[0].replace(out)
    listed = out.with_suffix(".txt")
    # our own names in our own folder: nothing to escape, nothing to fetch
    listed.write_text("".join(f"file '{part.name}'\n" for part in parts), encoding="ascii")
    ffmpeg.run(
        "ffmpeg",
        [
            *("-nostdin", "-v", "error", "-y", "-protocol_whitelist", "file"),
            *("-f", "concat", "-i", f"file:{listed}", "-c", "copy", f"file:{out}"),
        ],
        timeout_s=TIMEOUT_S,
    )
    return out


def _part(span: Span, out: Path) -> Path:
    ffmpeg.run(
        "ffmpeg",
        [
            *("-nostdin", "-v", "error", "-y", "-protocol_whitelist", "file"),
            *("-ss", f"{span.start:.3f}", "-f", "flv", "-i", f"file:{span.path}"),
            *("-t", f"{span.end - span.start:.3f}", "-map", "0:v:0", "-map", "0:a:0?"),
            *("-c", "copy", "-f", "matroska", f"file:{out}"),
        ],
        timeout_s=TIMEOUT_S,
    )
    return out
