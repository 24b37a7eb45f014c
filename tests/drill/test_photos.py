"""The drawn photos."""

from datetime import datetime
from io import BytesIO

import pytest
from PIL import Image, ImageOps

from qixin.drill.photos import KINDS, SIZE, PhotoSpec, draw


def spec(kind: str, **changes: object) -> PhotoSpec:
    values: dict[str, object] = {
        "kind": kind,
        "seed": 7,
        "taken_at": datetime(2020, 2, 3, 9, 30),
        "lng": 118.30018,
        "lat": 36.81623,
    }
    return PhotoSpec(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_draws_a_jpeg_below_80_kb_and_the_same_again(kind: str) -> None:
    for seed in range(3):
        picture = draw(spec(kind, seed=seed))
        assert len(picture) < 80_000
        assert picture == draw(spec(kind, seed=seed))
        assert Image.open(BytesIO(picture)).size == SIZE


def test_another_seed_draws_another_picture() -> None:
    assert draw(spec("snow", seed=1)) != draw(spec("snow", seed=2))


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_viewer_that_heeds_the_orientation_shows_the_picture_upright(orientation: int) -> None:
    upright = Image.open(BytesIO(draw(spec("factory"))))
    turned = ImageOps.exif_transpose(
        Image.open(BytesIO(draw(spec("factory", orientation=orientation))))
    )
    assert turned is not None
    assert turned.size == SIZE
    small = [image.convert("L").resize((12, 9)).tobytes() for image in (upright, turned)]
    assert max(abs(a - b) for a, b in zip(*small, strict=True)) < 12


def test_the_exif_tells_when_and_where() -> None:
    exif = Image.open(BytesIO(draw(spec("lorry")))).getexif()
    assert exif.get_ifd(0x8769)[0x9003] == "2020:02:03 09:30:00"
    gps = exif.get_ifd(0x8825)
    degrees, minutes, seconds = (float(part) for part in gps[4])
    assert (gps[1], gps[3]) == ("N", "E")
    assert degrees + minutes / 60 + seconds / 3600 == pytest.approx(118.30018, abs=1e-5)


def test_a_photo_without_date_and_place_carries_neither() -> None:
    exif = Image.open(BytesIO(draw(spec("mask", taken_at=None, lng=None, lat=None)))).getexif()
    assert not exif.get_ifd(0x8769)
    assert not exif.get_ifd(0x8825)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        draw(spec("dragon"))
