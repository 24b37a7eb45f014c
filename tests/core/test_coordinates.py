import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qixin.core.coordinates import (
    Coordinate,
    CoordinateError,
    Fault,
    contains,
    gcj02_from_wgs84,
    is_outside_china,
    metres_between,
    parse_coordinate,
    wgs84_from_gcj02,
)

in_china = st.tuples(st.floats(73.5, 135), st.floats(3, 53.5))


@given(in_china)
def test_the_way_to_chinese_maps_and_back_ends_where_it_began(place):
    there = gcj02_from_wgs84(*place)
    back = wgs84_from_gcj02(there.lng, there.lat)
    assert math.dist((back.lng, back.lat), place) < 1e-6


@given(in_china)
def test_the_shift_is_some_hundred_metres(place):
    assert 1 < metres_between(Coordinate(*place), gcj02_from_wgs84(*place)) < 1500


def test_the_shift_agrees_with_the_published_vector():
    # googollee/eviltransform, test cases of its Go package
    shifted = gcj02_from_wgs84(121.3908, 31.1774652)
    assert abs(shifted.lng - 121.395423) < 2e-3
    shifted = gcj02_from_wgs84(113.543, 22.1901)
    assert (round(shifted.lng, 5), round(shifted.lat, 5)) == pytest.approx(
        (113.5483, 22.1873), abs=1e-3
    )


def test_nothing_is_shifted_abroad():
    assert gcj02_from_wgs84(2.35, 48.85) == wgs84_from_gcj02(2.35, 48.85) == Coordinate(2.35, 48.85)
    assert is_outside_china(2.35, 48.85)
    assert not is_outside_china(118.3, 36.8)


@pytest.mark.parametrize(
    ("lng", "lat", "fault"),
    [
        ("", "36.8", Fault.BLANK), (None, None, Fault.BLANK), ("118.3", "  ", Fault.BLANK),
        ("东经", "36.8", Fault.UNREADABLE), ("nan", "36.8", Fault.UNREADABLE),
        ("1_1", "2", Fault.UNREADABLE),
        ("36.8", "118.3", Fault.SWAPPED), ("43.8", "87.6", Fault.SWAPPED),
        ("200", "10", Fault.IMPOSSIBLE), ("118.3", "95", Fault.IMPOSSIBLE), (0, 0.0, Fault.ZERO),
    ],
)  # fmt: skip
def test_a_wrong_coordinate_is_refused_with_its_fault(lng, lat, fault):
    with pytest.raises(CoordinateError) as refusal:
        parse_coordinate(lng, lat)
    assert refusal.value.fault == fault
    assert str(refusal.value.sentence)


def test_full_width_digits_and_degree_signs_are_read():
    assert parse_coordinate("１１８.３０６", " 36.817° ") == Coordinate(118.306, 36.817)


@given(st.text(), st.text())
def test_no_text_breaks_the_reading(lng, lat):
    with suppress(CoordinateError):
        parse_coordinate(lng, lat)


def test_a_degree_of_latitude_is_111_kilometres():
    assert metres_between(Coordinate(118, 36), Coordinate(118, 37)) == pytest.approx(111_195, abs=1)


RING = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
HOLE = [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]


def test_a_hole_and_the_outside_are_not_inside():
    polygon = {"type": "Polygon", "coordinates": [RING, HOLE]}
    several = {
        "type": "Feature",
        "geometry": {"type": "MultiPolygon", "coordinates": [[RING, HOLE]]},
    }
    for geometry in (polygon, several):
        assert contains(geometry, Coordinate(2, 5))
        assert not contains(geometry, Coordinate(5, 5))
        assert not contains(geometry, Coordinate(11, 5))
    with pytest.raises(ValueError, match="no inside"):
        contains({"type": "Point", "coordinates": [0, 0]}, Coordinate(0, 0))
