"""Photos and clips made on the spot."""

import io
import shutil
import subprocess

import pytest
from django.utils import translation
from PIL import ExifTags, Image, ImageDraw


def picture(width=1200, height=900, mode="RGB"):
    """A gradient with a red square in its upper left corner, so that turning it can be seen."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.ellipse((width // 2, height // 3, width - 20, height - 20), fill="navy")
    draw.rectangle((0, 0, width // 4, height // 4), fill="red")
    return image.convert(mode)


def exif(*, orientation=1, taken="2020:02:03 08:30:00", gps=((36, 49, 4), (118, 18, 34))):
    fields = Image.Exif()
    fields[ExifTags.Base.Orientation] = orientation
    fields[ExifTags.Base.Make] = "Secretphone"
    details = fields.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = taken
    if gps:
        place = fields.get_ifd(ExifTags.IFD.GPSInfo)
        place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", gps[0]
        place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", gps[1]
    return fields


def saved(image, kind="JPEG", **options):
    stream = io.BytesIO()
    image.save(stream, format=kind, **options)
    return stream.getvalue()


@pytest.fixture
def clip(tmp_path):
    """Makes a clip of a test picture with sound; skipping is no option where ffmpeg should be."""

    def make(name="clip.mp4", *, seconds=1, size="640x360", more=()):
        path = tmp_path / name
        subprocess.run(
            [
                *(shutil.which("ffmpeg"), "-nostdin", "-v", "error", "-y"),
                *("-f", "lavfi", "-i", f"testsrc=size={size}:rate=10:duration={seconds}"),
                *("-f", "lavfi", "-i", f"sine=duration={seconds}"),
                *("-metadata", "location=+36.8178+118.3095/"),
                *("-metadata", "creation_time=2020-02-03T00:30:00Z"),
                *("-metadata", "title=Secret title"),
                *(*more, str(path)),
            ],
            check=True,
        )
        return path

    return make


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield
