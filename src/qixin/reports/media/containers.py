"""Which container a file is, by its first bytes. Names and declared types are never believed."""

from dataclasses import dataclass
from typing import Literal

HEAD_BYTES = 64

# ISO base media brands that are still pictures (ISO/IEC 23008-12, AVIF 1.1).
PICTURE_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif"})


@dataclass(frozen=True)
class Container:
    """A container: photo or clip, its media type, and the only reader that may open it."""

    kind: Literal["image", "clip"]
    mime: str
    reader: str


JPEG = Container("image", "image/jpeg", "JPEG")
PNG = Container("image", "image/png", "PNG")
WEBP = Container("image", "image/webp", "WEBP")
GIF = Container("image", "image/gif", "GIF")
BMP = Container("image", "image/bmp", "BMP")
HEIC = Container("image", "image/heic", "HEIF")
AVIF = Container("image", "image/avif", "AVIF")
MP4 = Container("clip", "video/mp4", "mov")
QUICKTIME = Container("clip", "video/quicktime", "mov")
THREE_GP = Container("clip", "video/3gpp", "mov")
MATROSKA = Container("clip", "video/webm", "matroska")
AVI = Container("clip", "video/x-msvideo", "avi")

PREFIXES = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"BM", BMP),
    (b"\x1a\x45\xdf\xa3", MATROSKA),
)
# QuickTime files older than the brand box begin with one of these.
QUICKTIME_ATOMS = frozenset({b"moov", b"mdat", b"wide"})


def container_of(head: bytes) -> Container | None:
    """The container that a file's first HEAD_BYTES bytes announce, or None if it is none of ours.

    Playlists, SVG and documents are deliberately unknown: a playlist would make ffmpeg fetch what
    it names.
    """
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12])
    if head[4:8] in QUICKTIME_ATOMS:
        return QUICKTIME
    if head[:4] == b"RIFF":
        return {b"WEBP": WEBP, b"AVI ": AVI}.get(head[8:12])
    return next((found for prefix, found in PREFIXES if head.startswith(prefix)), None)


def _by_brand(brand: bytes) -> Container:
    if brand == b"avif":
        return AVIF
    if brand in PICTURE_BRANDS:
        return HEIC
    if brand == b"qt  ":
        return QUICKTIME
    return THREE_GP if brand[:2] == b"3g" else MP4
