"""The demo's cast."""

import re
from collections import Counter

import pytest
from stdnum.cn import ric, uscc

from qixin.drill.cast import Cast, Role, cast
from qixin.drill.cast.build import cast as uncached
from qixin.drill.cast.numbers import PHONE_BLOCK_SIZE, phone


@pytest.fixture(scope="module")
def players() -> Cast:
    return cast(2020)


def test_the_cast_has_the_numbers_that_the_district_had(players: Cast) -> None:
    assert len(players.units) == 122
    assert len(players.guarded) == 39
    assert sum(place.newly_handed_over for place in players.guarded) == 27
    assert len(players.groups) == 14
    assert len(players.correspondents) == 2000
    assert len(players.members) >= 1000
    assert len(players.enterprises) == 60
    assert len(players.topic.columns) == 10


def test_every_group_has_as_many_correspondents_as_it_says_and_one_leader(players: Cast) -> None:
    sizes = Counter(person.group_index for person in players.correspondents)
    assert [sizes[group.index] for group in players.groups] == [g.size for g in players.groups]
    leaders = Counter(person.group_index for person in players.correspondents if person.leader)
    assert all(leaders[group.index] == 1 for group in players.groups)


def test_telephones_and_id_numbers_are_unique_valid_and_in_the_invented_blocks(
    players: Cast,
) -> None:
    everyone = players.everyone()
    assert len({person.phone for person in everyone}) == len(everyone)
    assert all(re.fullmatch(r"1990000\d{4}|199000[0-9]\d{4}", p.phone) for p in everyone)
    assert len({person.id_number for person in everyone}) == len(everyone)
    assert all(ric.is_valid(person.id_number) for person in everyone)
    assert all(person.id_number.startswith("370000") for person in everyone)


def test_an_id_number_tells_sex_and_birthday(players: Cast) -> None:
    for person in players.everyone():
        assert (int(person.id_number[16]) % 2 == 0) is person.female
        assert ric.get_birth_date(person.id_number) == person.born


def test_credit_codes_are_unique_and_valid_and_of_no_real_region(players: Cast) -> None:
    codes = [owner.credit_code for owner in (*players.units, *players.enterprises)]
    assert len(set(codes)) == len(codes)
    assert all(uscc.is_valid(code) and code[2:8] == "370399" for code in codes)


def test_the_block_of_telephones_never_repeats() -> None:
    assert len({phone(number) for number in range(PHONE_BLOCK_SIZE)}) == PHONE_BLOCK_SIZE
    assert phone(0).startswith("199000")
    with pytest.raises(ValueError, match="not number 100000"):
        phone(PHONE_BLOCK_SIZE)


def test_every_unit_guards_exactly_one_community(players: Cast) -> None:
    keepers = [unit for place in players.guarded for unit in place.unit_indexes]
    assert sorted(keepers) == list(range(122))


def test_a_member_guards_where_the_unit_guards(players: Cast) -> None:
    for member in players.members:
        assert member.guarded_index is not None
        assert member.unit_index in players.guarded[member.guarded_index].unit_indexes


def test_names_vary_and_indexes_follow_the_order(players: Cast) -> None:
    names = {person.name for person in players.correspondents}
    assert len(names) > 1900
    assert [person.index for person in players.everyone()] == list(range(len(players.everyone())))
    assert {person.role for person in players.everyone()} == set(Role)


def test_enterprises_bear_the_word_drill(players: Cast) -> None:
    assert all(company.name.startswith("演练") for company in players.enterprises)
    assert len({company.name for company in players.enterprises}) == 60


def test_every_department_has_officers_duties_and_keywords(players: Cast) -> None:
    staffed = {
        players.units[p.unit_index].department_key
        for p in players.officers
        if p.unit_index is not None
    }
    assert staffed == {department.key for department in players.departments}
    assert all(department.duties and department.keywords for department in players.departments)


def test_equal_seeds_give_equal_casts_and_others_do_not() -> None:
    assert uncached.__wrapped__(5) == uncached.__wrapped__(5)
    assert uncached.__wrapped__(5).members != uncached.__wrapped__(6).members
