"""The demo district's places."""

from collections import Counter

import pytest

from qixin.drill.district import boundary, communities, district_centre, towns


def test_the_register_has_12_towns_and_468_communities() -> None:
    assert len(towns()) == 12
    assert len(communities()) == 468
    assert len({place.code for place in communities()}) == 468


def test_codes_hang_together_from_district_to_community() -> None:
    known = {town.code for town in towns()}
    assert all(code.startswith("370305") and len(code) == 9 for code in known)
    assert all(place.code.startswith(place.town_code) for place in communities())
    assert {place.town_code for place in communities()} == known


def test_exactly_one_name_stands_twice_in_two_towns() -> None:
    names = Counter(place.name for place in communities())
    assert [name for name, count in names.items() if count > 1] == ["小徐村委会"]


def test_every_town_and_community_lies_inside_the_boundary() -> None:
    outline = boundary()
    assert all(outline.contains(place.lng, place.lat) for place in (*towns(), *communities()))
    assert outline.contains(*district_centre())


def test_no_two_communities_share_a_point_and_all_are_marked_approximate() -> None:
    assert len({(place.lng, place.lat) for place in communities()}) == 468
    assert all(place.approximate for place in (*towns(), *communities()))


def test_the_boundary_is_one_closed_ring_of_at_most_150_points() -> None:
    ring = boundary().ring
    assert ring[0] == ring[-1]
    assert len(ring) <= 150


@pytest.mark.parametrize("point", [(114.3, 30.6), (0.0, 0.0), (118.05, 36.81)])
def test_a_point_of_another_place_is_outside(point: tuple[float, float]) -> None:
    assert not boundary().contains(*point)


@pytest.mark.parametrize(
    ("code", "short"),
    [("370305001005", "辛东社区"), ("370305003200", "山王村"), ("370305004001", "金茵社区")],
)
def test_a_short_name_is_what_people_say(code: str, short: str) -> None:
    found = {place.short_name for place in communities()}
    assert short in found
    assert not any(name.endswith(("委会", "村村")) for name in found), code
