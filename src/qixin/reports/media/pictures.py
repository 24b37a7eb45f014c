"""Decoding a photo safely, and making what people see of it."""

import io
import struct
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pillow_heif
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat

from qixin.reports.media.containers import HEAD_BYTES, Container, container_of
from qixin.reports.media.limits import DEFAULT_LIMITS, Limits
from qixin.reports.media.refusal import MediaRefused

pillow_heif.register_heif_opener()

WEB_EDGE = 1600
THUMB_EDGE = 400
QUALITY = 82
END_OF_JPEG = b"\xff\xd9"
# libjpeg leaves what it could not decode exactly mid-grey.
UNDECODED = 128
# Below this contrast (standard deviation of 256 greys) a perceptual hash says nothing: all black or
# all white photos would be "the same picture".
LEAST_CONTRAST = 4.0

# What Pillow and its codecs raise on hostile or broken files.
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    ZeroDivisionError,
    RuntimeError,
    struct.error,
)

CANNOT_DECODE: Promise = _(
    "This photo is damaged and cannot be opened. Please send it again, or take it anew."
)


@dataclass(frozen=True)
class Renditions:
    """A photo's two JPEG files, upright and without metadata; sizes in pixels.

    `phash` is a signed 64-bit perceptual hash, None where the picture is too plain to have one.
    `damaged` says that part of the original could not be decoded.
    """

    web: Path
    thumb: Path
    width: int
    height: int
    phash: int | None
    damaged: bool


@dataclass(frozen=True)
class Decoded:
    """A picture decoded, perhaps reduced; its size in the file; whether part of it is missing."""

    image: Image.Image
    original_size: tuple[int, int]
    damaged: bool


def renditions(path: Path, out_dir: Path, *, limits: Limits = DEFAULT_LIMITS) -> Renditions:
    """Writes web.jpg (1600 px) and thumb.jpg (400 px) into `out_dir`.

    A truncated JPEG of which more than half decodes is rendered and marked damaged. Raises
    MediaRefused if less does, or if the file is no photo.
    """
    with path.open("rb") as stream:
        container = container_of(stream.read(HEAD_BYTES))
        if container is None or container.kind != "image":
            raise MediaRefused(CANNOT_DECODE)
        decoded = decode(stream, container, edge=WEB_EDGE, limits=limits)
    return render(decoded, out_dir)


def render(decoded: Decoded, out_dir: Path) -> Renditions:
    """The renditions of a picture that is already decoded."""
    out_dir.mkdir(parents=True, exist_ok=True)
    web = _on_white(_in_srgb(ImageOps.exif_transpose(decoded.image)))
    web.thumbnail((WEB_EDGE, WEB_EDGE), Image.Resampling.LANCZOS)
    thumb = web.copy()
    thumb.thumbnail((THUMB_EDGE, THUMB_EDGE), Image.Resampling.LANCZOS)
    return Renditions(
        web=_write_bare(web, out_dir / "web.jpg"),
        thumb=_write_bare(thumb, out_dir / "thumb.jpg"),
        width=web.width,
        height=web.height,
        phash=perceptual_hash(thumb),
        damaged=decoded.damaged,
    )


def opened(stream: BinaryIO, container: Container, *, limits: Limits) -> Image.Image:
    """The picture, not yet decoded, read by the reader of its container alone.

    Raises MediaRefused for what cannot be read or has too many pixels.
    """
    stream.seek(0)
    formats = [container.reader, "MPO"] if container.reader == "JPEG" else [container.reader]
    try:
        with warnings.catch_warnings():
            # Our own limit follows; Pillow's warning about the same would only be noise.
            warnings.simplefilter("ignore")
            image = Image.open(stream, formats=formats)
    except Image.DecompressionBombError as error:
        raise MediaRefused(_too_many_pixels()) from error
    except UNREADABLE as error:
        raise MediaRefused(CANNOT_DECODE) from error
    width, height = image.size
    if width * height > _most_pixels(image, limits):
        raise MediaRefused(_too_many_pixels())
    return image


def _most_pixels(image: Image.Image, limits: Limits) -> int:
    baseline = image.format in ("JPEG", "MPO") and not image.info.get("progressive")
    return limits.reduced_pixels if baseline else limits.image_pixels


def _too_many_pixels() -> Promise:
    return _("This picture has too many pixels. Please send it in a smaller size.")


def decode(stream: BinaryIO, container: Container, *, edge: int, limits: Limits) -> Decoded:
    """The first frame, decoded to at least `edge` pixels on its longer side.

    Raises MediaRefused if half of it or more is missing.
    """
    image = opened(stream, container, limits=limits)
    original_size = image.size
    jpeg = image.format in ("JPEG", "MPO")
    try:
        image.draft("RGB", (edge, edge))
        image.load()
    except UNREADABLE as error:
        if not jpeg:
            raise MediaRefused(CANNOT_DECODE) from error
        return _decode_what_is_there(stream, container, edge=edge, limits=limits)
    return Decoded(image, original_size, damaged=jpeg and _present_share(image) < 1)


def _decode_what_is_there(
    stream: BinaryIO, container: Container, *, edge: int, limits: Limits
) -> Decoded:
    """A truncated JPEG: closed with an end marker, libjpeg fills the rest with grey."""
    stream.seek(0)
    closed = io.BytesIO(stream.read(limits.image_bytes) + END_OF_JPEG)
    image = opened(closed, container, limits=limits)
    original_size = image.size
    try:
        image.draft("RGB", (edge, edge))
        image.load()
    except UNREADABLE as error:
        raise MediaRefused(CANNOT_DECODE) from error
    if _present_share(image) <= 0.5:
        raise MediaRefused(CANNOT_DECODE)
    return Decoded(image, original_size, damaged=True)


def _present_share(image: Image.Image) -> float:
    """The share of rows above the undecoded grey at the bottom, 0 to 1."""
    if image.mode not in ("RGB", "L"):
        return 1.0
    grey: int | tuple[int, ...] = UNDECODED if image.mode == "L" else (UNDECODED,) * 3
    box = ImageChops.difference(image, Image.new(image.mode, image.size, grey)).getbbox()
    return box[3] / image.height if box else 0.0


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours as a screen shows them: the profile, which is dropped later, is applied first."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            # A broken profile is worth no more than none.
            return image
        return converted or image
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Image.new("RGB", layered.size, "white")
        ground.paste(layered, mask=layered.getchannel("A"))
        return ground
    if image.mode.startswith("I;16"):
        # 16 bits of grey: plain conversion would clip everything above 255 to white.
        image = image.convert("I").point(lambda grey: grey / 256).convert("L")
    return image.convert("RGB")


def _write_bare(image: Image.Image, path: Path) -> Path:
    """Writes pixels and nothing else; the file appears whole or not at all."""
    bare = image.copy()
    # Pillow copies comments, EXIF and profiles from here into what it saves.
    bare.info = {}
    unfinished = path.with_name(path.name + ".part")
    bare.save(unfinished, format="JPEG", quality=QUALITY, optimize=True, progressive=True)
    return unfinished.replace(path)


def perceptual_hash(image: Image.Image) -> int | None:
    """pHash (DCT, 8 × 8; Zauner 2010) as a signed 64-bit number; None if too plain to compare."""
    if ImageStat.Stat(image.convert("L")).stddev[0] < LEAST_CONTRAST:
        return None
    # Imported here: SciPy behind it takes 55 MB, which a serving process need not carry.
    import imagehash

    unsigned = int(str(imagehash.phash(image)), 16)
    return unsigned - (1 << 64) if unsigned >= 1 << 63 else unsigned
