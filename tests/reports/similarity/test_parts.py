import random

from hypothesis import given
from hypothesis import strategies as st

from qixin.reports.similarity import same_parts


def test_what_is_the_same_is_found_wherever_it_stands():
    a = "卫河水倒灌至曲韩社区。请大家帮忙转发！"
    b = "【求转】请大家帮忙转发！刚刚，卫河水倒灌至曲韩社区东门"
    assert [a[start:end] for start, end, _b, _e in same_parts(a, b)] == [
        "卫河水倒灌至曲韩社区",
        "请大家帮忙转发!".replace("!", "！"),
    ]


def test_widths_and_case_do_not_hide_what_is_the_same():
    assert same_parts("联系ＡＢＣ１２３楼", "请联系abc123楼") == [(0, 9, 1, 10)]


def test_short_or_blank_runs_are_not_marked():
    assert same_parts("今天下雨", "今天下雨") == []
    assert same_parts("          ", "          ") == []
    assert same_parts("", "今天下雨了吗") == []


@given(st.text("ab, \n甲乙丙", max_size=80), st.text("ab, \n甲乙丙", max_size=80))
def test_marked_runs_are_equal_and_use_no_character_twice(a, b):
    used_a, used_b = set(), set()
    for start_a, end_a, start_b, end_b in same_parts(a, b):
        assert a[start_a:end_a] == b[start_b:end_b]
        assert end_a - start_a >= 5
        own_a, own_b = set(range(start_a, end_a)), set(range(start_b, end_b))
        assert not own_a & used_a
        assert not own_b & used_b
        used_a |= own_a
        used_b |= own_b


def test_a_hundred_thousand_characters_are_compared_to_the_end():
    chance = random.Random(7)
    a, b = ("".join(chance.choices("ab", k=100_000)) for _ in range(2))
    # Both would take hours if the work grew with the square of the length.
    assert all(
        end_a - start_a == end_b - start_b for start_a, end_a, start_b, end_b in same_parts(a, b)
    )
    assert same_parts("啊" * 100_000, "啊" * 99_999)
