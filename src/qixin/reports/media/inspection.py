"""Looking at an uploaded file before it is kept: what it is, its size, its time and its place."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import BinaryIO, Literal

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image

from qixin.reports.media import exif
from qixin.reports.media.containers import HEAD_BYTES, Container, container_of
from qixin.reports.media.limits import DEFAULT_LIMITS, Limits
from qixin.reports.media.pictures import THUMB_EDGE, UNREADABLE, decode
from qixin.reports.media.probe import probe
from qixin.reports.media.refusal import MediaRefused

SIDEWAYS = frozenset({5, 6, 7, 8})
NAME_LENGTH = 60

_size = lazy(filesizeformat, str)


@dataclass(frozen=True)
class Inspection:
    """What an uploaded file is. Width and height are those of the upright picture, in pixels."""

    kind: Literal["image", "clip"]
    mime: str
    width: int
    height: int
    duration_s: float | None
    taken_at: datetime | None
    coordinate: exif.Coordinate | None
    sha256: str
    size: int
    damaged: bool


def inspect(
    path_or_file: str | os.PathLike[str] | BinaryIO,
    *,
    filename: str,
    limits: Limits = DEFAULT_LIMITS,
    zone: tzinfo = exif.CHINA,
) -> Inspection:
    """Judges a file by its content. `filename` serves only to name it in a refusal.

    `zone` reads a camera's clock that gives no offset. The size is checked first, from the stream,
    and never is the whole file in memory. Raises MediaRefused, and MediaToolMissing where a clip
    cannot be judged because ffprobe is not installed.
    """
    with _readable(path_or_file, limits) as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        container = container_of(stream.read(HEAD_BYTES))
        if size == 0:
            raise MediaRefused(_empty(filename))
        if container is None:
            raise MediaRefused(_neither(filename))
        _refuse_size(size, container, filename, limits)
        look = _inspect_image if container.kind == "image" else _inspect_clip
        return look(stream, container, size=size, limits=limits, zone=zone)


def refuse_declared_length(length: int | None, *, limits: Limits = DEFAULT_LIMITS) -> None:
    """Refuses by a request's Content-Length (bytes), before a byte of its body is read.

    Raises MediaRefused. An absent length passes: `inspect` counts what arrives.
    """
    if length is not None and length > limits.clip_bytes:
        raise MediaRefused(_too_large(_("The file"), length, limits.clip_bytes))


def _refuse_size(size: int, container: Container, filename: str, limits: Limits) -> None:
    most = limits.image_bytes if container.kind == "image" else limits.clip_bytes
    if size > most:
        raise MediaRefused(_too_large(_shown(filename), size, most))


def _inspect_image(
    stream: BinaryIO, container: Container, *, size: int, limits: Limits, zone: tzinfo
) -> Inspection:
    decoded = decode(stream, container, edge=THUMB_EDGE, limits=limits)
    fields = _exif(decoded.image)
    width, height = decoded.original_size
    if fields.get(ExifTags.Base.Orientation) in SIDEWAYS:
        width, height = height, width
    return Inspection(
        kind="image",
        mime=container.mime,
        width=width,
        height=height,
        duration_s=None,
        taken_at=exif.taken_at(fields, zone=zone),
        coordinate=exif.coordinate(fields),
        sha256=_sha256(stream),
        size=size,
        damaged=decoded.damaged,
    )


def _exif(image: Image.Image) -> Image.Exif:
    try:
        fields = image.getexif()
        # Both are parsed on first use: a broken one must fail here, not later.
        fields.get_ifd(ExifTags.IFD.Exif)
        fields.get_ifd(ExifTags.IFD.GPSInfo)
    except UNREADABLE:
        return Image.Exif()
    return fields


def _inspect_clip(
    stream: BinaryIO, container: Container, *, size: int, limits: Limits, zone: tzinfo
) -> Inspection:
    with _on_disk(stream) as path:
        found = probe(path, container, limits=limits)
    return Inspection(
        kind="clip",
        mime=container.mime,
        width=found.width,
        height=found.height,
        duration_s=found.duration_s,
        taken_at=found.taken_at,
        coordinate=found.coordinate,
        sha256=_sha256(stream),
        size=size,
        damaged=False,
    )


def _sha256(stream: BinaryIO) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while block := stream.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


@contextmanager
def _readable(
    path_or_file: str | os.PathLike[str] | BinaryIO, limits: Limits
) -> Iterator[BinaryIO]:
    """A stream that can be rewound; the caller's own is left at its beginning."""
    if isinstance(path_or_file, str | os.PathLike):
        with Path(path_or_file).open("rb") as stream:
            yield stream
    elif path_or_file.seekable():
        try:
            yield path_or_file
        finally:
            path_or_file.seek(0)
    else:
        with tempfile.TemporaryFile() as spool:
            _copy_within(path_or_file, spool, most=limits.clip_bytes)
            yield spool


def _copy_within(source: BinaryIO, target: BinaryIO, *, most: int) -> None:
    copied = 0
    while block := source.read(1 << 20):
        copied += len(block)
        if copied > most:
            raise MediaRefused(_too_large(_("The file"), copied, most))
        target.write(block)


@contextmanager
def _on_disk(stream: BinaryIO) -> Iterator[Path]:
    """A path under which ffprobe finds the stream: its own, or that of a temporary copy."""
    name = getattr(stream, "name", None)
    temporary = getattr(stream, "temporary_file_path", None)
    if temporary is not None:
        yield Path(temporary())
    elif isinstance(name, str) and os.path.isabs(name) and Path(name).is_file():
        yield Path(name)
    else:
        with tempfile.NamedTemporaryFile(suffix=".clip") as copy:
            stream.seek(0)
            shutil.copyfileobj(stream, copy, 1 << 20)
            copy.flush()
            yield Path(copy.name)


def _shown(filename: str) -> str:
    """The file's name without folders, cut in the middle if long; “photo.jpg” in quotes."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1].strip()
    if len(name) > NAME_LENGTH:
        name = f"{name[: NAME_LENGTH // 2]}…{name[-NAME_LENGTH // 2 + 1 :]}"
    return f"“{name}”"


def _empty(filename: str) -> Promise:
    return format_lazy(_("{name} is empty. Please choose the file again."), name=_shown(filename))


def _neither(filename: str) -> Promise:
    return format_lazy(
        _(
            "{name} is neither a photo nor a clip. Photos may be JPEG, PNG, HEIC, WebP, GIF or "
            "BMP; clips MP4, MOV, WebM, 3GP or AVI."
        ),
        name=_shown(filename),
    )


def _too_large(name: Promise | str, size: int, most: int) -> Promise:
    return format_lazy(
        _("{name} is too large ({size}; at most {most}). Please send a shorter or smaller one."),
        name=name,
        size=_size(size),
        most=_size(most),
    )
