import pytest
from PIL import Image

from qixin.reports.media import MediaRefused, renditions
from qixin.reports.similarity import same_picture
from tests.reports.media.conftest import exif, picture, saved

TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def made(tmp_path, content, name="photo"):
    path = tmp_path / name
    path.write_bytes(content)
    return renditions(path, tmp_path / f"{name}.made")


@pytest.mark.parametrize("orientation", TURNS)
def test_every_orientation_is_shown_upright(tmp_path, orientation):
    turn = TURNS[orientation]
    lying = picture().transpose(turn) if turn is not None else picture()
    found = made(tmp_path, saved(lying, exif=exif(orientation=orientation)))
    assert (found.width, found.height) == (1200, 900)
    with Image.open(found.web) as web:
        red, green, _blue = web.getpixel((60, 60))
        assert red > 200
        assert green < 60


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_renditions_bear_no_metadata(tmp_path, kind):
    options = {"comment": b"Secretphone"} if kind == "JPEG" else {}
    found = made(tmp_path, saved(picture(2000, 1500), kind, exif=exif(), **options))
    for path in (found.web, found.thumb):
        content = path.read_bytes()
        assert b"Exif" not in content
        assert b"Secretphone" not in content
        assert b"http://ns.adobe.com" not in content
        with Image.open(path) as shown:
            assert not shown.getexif()
            assert "comment" not in shown.info


def test_renditions_fit_their_sizes_and_small_photos_are_not_blown_up(tmp_path):
    large = made(tmp_path, saved(picture(3000, 2000)), "large")
    assert (large.width, large.height) == (1600, 1067)
    with Image.open(large.thumb) as thumb:
        assert thumb.size == (400, 267)
    small = made(tmp_path, saved(picture(300, 200)), "small")
    assert (small.width, small.height) == (300, 200)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "I;16", "1"])
def test_every_colour_mode_becomes_a_jpeg(tmp_path, mode):
    image = picture(mode="RGB").convert("RGBA" if mode in ("RGBA", "LA") else "L").convert(mode)
    assert made(tmp_path, saved(image, "PNG")).web.stat().st_size > 0


def test_cmyk_becomes_a_jpeg_in_rgb(tmp_path):
    found = made(tmp_path, saved(picture(mode="CMYK")))
    with Image.open(found.web) as web:
        assert web.mode == "RGB"


def test_transparency_is_shown_on_white(tmp_path):
    found = made(tmp_path, saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"))
    with Image.open(found.web) as web:
        assert web.getpixel((25, 25)) == (255, 255, 255)


def test_a_truncated_photo_is_shown_as_far_as_it_goes_and_marked(tmp_path):
    content = saved(picture())
    found = made(tmp_path, content[: int(len(content) * 0.8)])
    assert found.damaged
    assert found.web.exists()


def test_a_file_that_is_no_photo_has_no_renditions(tmp_path):
    with pytest.raises(MediaRefused):
        made(tmp_path, b"words")


def test_a_photo_sent_again_smaller_has_nearly_the_same_hash(tmp_path):
    first = made(tmp_path, saved(picture(2000, 1500)), "first")
    again = made(tmp_path, saved(picture(2000, 1500).resize((800, 600)), quality=40), "again")
    other = made(tmp_path, saved(Image.radial_gradient("L").resize((800, 600))), "other")
    assert same_picture(first.phash, again.phash)
    assert not same_picture(first.phash, other.phash)
    assert -(1 << 63) <= first.phash < 1 << 63


def test_a_plain_black_photo_has_no_hash(tmp_path):
    assert made(tmp_path, saved(Image.new("RGB", (500, 500)))).phash is None
