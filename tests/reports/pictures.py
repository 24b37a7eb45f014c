"""Photos made on the spot."""

import io

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw


def _picture(size):
    picture = Image.new("RGB", size, "#3b6")
    ImageDraw.Draw(picture).ellipse((5, 5, size[0] // 2, size[1] - 5), fill="#b22")
    return picture


def jpeg(name="photo.jpg", size=(80, 60), orientation=1):
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x0112] = orientation
    _picture(size).save(file, "JPEG", exif=exif)
    return SimpleUploadedFile(name, file.getvalue(), content_type="image/jpeg")


def heic():
    pillow_heif.register_heif_opener()
    file = io.BytesIO()
    _picture((80, 60)).save(file, "HEIF")
    return io.BytesIO(file.getvalue())
