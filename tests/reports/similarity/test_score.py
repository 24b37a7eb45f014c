from datetime import UTC, datetime, timedelta

import pytest

from qixin.reports.similarity import Traits, same_picture, score

TEXT = "曲韩社区求救，卫河水倒灌至曲韩社区，车库楼道均进水严重，水势涨得很快，社区有老人和小孩。"
OTHER = "西街菜市场今天蔬菜供应充足，价格平稳，市民排队有序，工作人员在门口测温登记。"
NOON = datetime(2020, 2, 3, 4, 0, tzinfo=UTC)
HERE = {"latitude": 36.8178, "longitude": 118.3095}


def test_the_same_text_from_the_same_place_is_surely_the_same():
    found, reasons = score(Traits(TEXT, **HERE, at=NOON), Traits(TEXT, **HERE, at=NOON))
    assert found == 1
    assert [str(reason) for reason in reasons] == ["texts 100 % alike", "0 m apart", "0 min apart"]


def test_place_time_and_sender_alone_never_make_a_duplicate():
    a = Traits(TEXT, **HERE, at=NOON, sender=5)
    b = Traits(OTHER, **HERE, at=NOON, sender=5)
    assert score(a, b).score <= 0.3


def test_an_imprecise_place_does_not_count():
    a = Traits(TEXT, **HERE, imprecise=True)
    b = Traits(OTHER, **HERE)
    assert score(a, b) == score(b, a)
    assert score(a, b).score == 0
    assert score(a, b).reasons == []


def test_agreeing_circumstances_raise_and_contradicting_ones_lower_the_score():
    half = TEXT[:30] + OTHER[:12]
    plain = score(Traits(TEXT), Traits(half)).score
    near = score(Traits(TEXT, **HERE), Traits(half, **HERE)).score
    far = score(Traits(TEXT, **HERE), Traits(half, latitude=36.0, longitude=118.0)).score
    late = score(Traits(TEXT, at=NOON), Traits(half, at=NOON + timedelta(days=30))).score
    assert far < plain < near
    assert late < plain


def test_a_forwarded_text_inside_a_longer_one_is_found():
    longer = TEXT + "另据了解，附近三个村也有类似情况，镇政府正在组织人员前往，请大家关注。" * 3
    found = score(Traits(TEXT), Traits(longer))
    assert found.score == pytest.approx(0.9)
    assert "100 %" in str(found.reasons[0])


def test_few_words_match_only_where_place_or_sender_agree():
    assert score(Traits("停水了"), Traits("停水了")).score == 0
    near = score(Traits("停水了", **HERE, at=NOON), Traits("停水了！", **HERE, at=NOON))
    assert near.score > 0.45
    assert score(Traits("", **HERE, at=NOON), Traits("", **HERE, at=NOON)).score <= 0.3


def test_the_same_picture_under_other_words_is_a_likely_duplicate():
    found = score(Traits(TEXT, phashes=(-9, 12345)), Traits(OTHER, phashes=(12345 ^ 3,)))
    assert found.score == 0.75
    assert str(found.reasons[0]) == "same pictures: 1"


def test_pictures_are_the_same_within_six_bits_and_never_without_a_hash():
    assert same_picture(-1, -1 ^ 0b111111)
    assert not same_picture(-1, -1 ^ 0b1111111)
    assert same_picture(-(1 << 63), -(1 << 63))
    assert not same_picture(None, None)
    assert not same_picture(None, 5)
