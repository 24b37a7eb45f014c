"""Drawn illustrations that stand for the photos of a report: no real place, no person, no letters.

Drawn at twice the size and reduced, so that edges are smooth; the seed decides colours, light and
composition.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from .scenes import SCENES, Sketch

SIZE = (1200, 900)
KINDS: tuple[str, ...] = tuple(SCENES)
_DATE_TIME_ORIGINAL = 0x9003
_OFFSET_TIME_ORIGINAL = 0x9011
_ORIENTATION = 0x0112
_EXIF_IFD = 0x8769
_GPS_IFD = 0x8825
_MAKER, _MODEL = 0x010F, 0x0110

# how the stored pixels must lie so that a viewer that heeds the tag shows them upright
_STORED: dict[int, Image.Transpose] = {
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}


@dataclass(frozen=True, slots=True)
class PhotoSpec:
    """What a photo shows and carries. taken_at None: no EXIF date; lng None: no GPS."""

    kind: str
    seed: int
    taken_at: datetime | None = None
    lng: float | None = None
    lat: float | None = None
    orientation: int = 1


def draw(spec: PhotoSpec) -> bytes:
    """A JPEG of 1200 × 900 as seen upright, under 80 kB. KeyError if the kind is unknown."""
    scene: Callable[[Sketch], None] = SCENES[spec.kind]
    canvas = Image.new("RGB", (SIZE[0] * 2, SIZE[1] * 2))
    sketch = Sketch(ImageDraw.Draw(canvas), canvas, Random(spec.seed))
    scene(sketch)
    picture = canvas.reduce(2)
    if spec.orientation in _STORED:
        picture = picture.transpose(_STORED[spec.orientation])
    out = BytesIO()
    picture.save(out, "JPEG", quality=72, exif=_exif(spec))
    return out.getvalue()


def _exif(spec: PhotoSpec) -> Image.Exif:
    exif = Image.Exif()
    if spec.orientation != 1:
        exif[_ORIENTATION] = spec.orientation
    if spec.taken_at is not None:
        exif[_MAKER], exif[_MODEL] = "Qixin", "Drawn for the drill"
        exif.get_ifd(_EXIF_IFD).update(
            {
                _DATE_TIME_ORIGINAL: spec.taken_at.strftime("%Y:%m:%d %H:%M:%S"),
                _OFFSET_TIME_ORIGINAL: "+08:00",
            }
        )
    if spec.lng is not None and spec.lat is not None:
        exif.get_ifd(_GPS_IFD).update(
            {
                1: "N" if spec.lat >= 0 else "S",
                2: _sexagesimal(spec.lat),
                3: "E" if spec.lng >= 0 else "W",
                4: _sexagesimal(spec.lng),
            }
        )
    return exif


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    """Degrees, minutes and seconds as EXIF writes them."""
    whole, rest = divmod(abs(degrees) * 3600, 3600)
    minutes, seconds = divmod(rest, 60)
    return float(whole), float(minutes), round(seconds, 3)
