"""Plates are taken as people write them, and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qixin.core.errors import Invalid
from qixin.passes.plates import clean_plate, is_new_energy


@pytest.mark.parametrize(
    ("typed", "plate"),
    [
        ("鲁C12345", "鲁C12345"),
        ("鲁c·1234a", "鲁C1234A"),
        (" 冀A　88888 ", "冀A88888"),
        ("陕Ａ１２３４５", "陕A12345"),
        ("鲁C1234挂", "鲁C1234挂"),
        ("鲁CD12345", "鲁CD12345"),
        ("鲁C12345F", "鲁C12345F"),
    ],
)
def test_a_plate_is_brought_into_one_form(typed, plate):
    assert clean_plate(typed) == plate


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("鲁С12345", "西里尔"),  # the letter is Cyrillic
        ("鲁CА2345", "西里尔"),
        ("鲁CΑ2345", "希腊"),
        ("鲁CO2345", "数字 0"),
        ("鲁C1234I", "数字 1"),
        ("龙A12345", "省份"),
        ("C鲁12345", "省份"),
        ("鲁C1234", "6 位"),
        ("鲁C1234567", "9 位"),
        ("鲁C1D2345Z", "新能源"),
        ("鲁112345", "不是车牌"),
        ("", "0 位"),
    ],
)
def test_what_is_wrong_with_a_plate_is_said(typed, said):
    with pytest.raises(Invalid) as refused:
        clean_plate(typed)
    assert said in str(refused.value)


@given(st.text(max_size=12))
def test_whatever_is_typed_is_taken_or_refused(typed):
    try:
        plate = clean_plate(typed)
    except Invalid:
        return
    assert clean_plate(plate) == plate
    assert len(plate) == (8 if is_new_energy(plate) else 7)
