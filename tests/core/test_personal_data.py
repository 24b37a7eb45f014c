import pytest
from hypothesis import given
from hypothesis import strategies as st

from qixin.core.personal_data import (
    Kind,
    find_personal_data,
    mask_id_number,
    mask_name,
    mask_phone,
    mask_text,
    normalise_digits,
)


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("电话13800138000。", Kind.MOBILE, "13800138000"),
        ("打138 0013 8000找我", Kind.MOBILE, "138 0013 8000"),
        ("138-0013-8000", Kind.MOBILE, "138-0013-8000"),
        ("１３８００１３８０００", Kind.MOBILE, "１３８００１３８０００"),
        ("+86 13800138000", Kind.MOBILE, "+86 13800138000"),
        ("+8613800138000", Kind.MOBILE, "+8613800138000"),
        ("1 3 8 0 0 1 3 8 0 0 0", Kind.MOBILE, "1 3 8 0 0 1 3 8 0 0 0"),
        ("199.0000.1234", Kind.MOBILE, "199.0000.1234"),
        ("199·0000·1234", Kind.MOBILE, "199·0000·1234"),
        ("199_0000_1234", Kind.MOBILE, "199_0000_1234"),
        ("199/0000/1234", Kind.MOBILE, "199/0000/1234"),
        ("199\u200b0000\u200b1234", Kind.MOBILE, "199\u200b0000\u200b1234"),
        ("①⑨⑨⓪⓪⓪⓪①②③④", Kind.MOBILE, "①⑨⑨⓪⓪⓪⓪①②③④"),
        ("𝟏𝟗𝟗𝟎𝟎𝟎𝟎𝟏𝟐𝟑𝟒", Kind.MOBILE, "𝟏𝟗𝟗𝟎𝟎𝟎𝟎𝟏𝟐𝟑𝟒"),
        ("打一九九〇〇〇〇一二三四", Kind.MOBILE, "一九九〇〇〇〇一二三四"),
        ("幺九九零零零零一二三四", Kind.MOBILE, "幺九九零零零零一二三四"),
        ("微信同号Tel13800138000", Kind.MOBILE, "13800138000"),
        ("值班0533-7180000转802", Kind.LANDLINE, "0533-7180000转802"),
        ("（０５３３）７１８００００", Kind.LANDLINE, "（０５３３）７１８００００"),
        ("010 8888 6666", Kind.LANDLINE, "010 8888 6666"),
        ("05337180000", Kind.LANDLINE, "05337180000"),
        ("+86-533-7180000", Kind.LANDLINE, "+86-533-7180000"),
        ("电话：7180000", Kind.LANDLINE, "7180000"),
        ("身份证360426199101010071", Kind.ID_NUMBER, "360426199101010071"),
        ("44011320141005001x", Kind.ID_NUMBER, "44011320141005001x"),
        ("360426 19910101 0071", Kind.ID_NUMBER, "360426 19910101 0071"),
        ("旧证360426910101007号", Kind.ID_NUMBER, "360426910101007"),
        ("鲁C12345堵在路口", Kind.PLATE, "鲁C12345"),
        ("鲁C·D12345", Kind.PLATE, "鲁C·D12345"),
        ("鲁ｃ１２３４５", Kind.PLATE, "鲁ｃ１２３４５"),
        ("粤Z1234港", Kind.PLATE, "粤Z1234港"),
        ("WJ鲁12345从路口过", Kind.PLATE, "WJ鲁12345"),
        ("ＷＪ·鲁·1234X", Kind.PLATE, "ＷＪ·鲁·1234X"),
        ("WJ 15-12345", Kind.PLATE, "WJ 15-12345"),
        ("138 - 0013 - 8000", Kind.MOBILE, "138 - 0013 - 8000"),
        ("联系人王某，138-0013-\n8000", Kind.MOBILE, "138-0013-\n8000"),
        ("请打 138 0013\r\n8000 找我", Kind.MOBILE, "138 0013\r\n8000"),
        ("电话：1380013\n8000，请速来", Kind.MOBILE, "1380013\n8000"),
        ("手机\n138001 38 000", Kind.MOBILE, "138001 38 000"),
        ("联系方式（微信）13-80-01-38-00-0", Kind.MOBILE, "13-80-01-38-00-0"),
        ("座机0533-\n7180000", Kind.LANDLINE, "0533-\n7180000"),
        ("0533 - 718 - 0000", Kind.LANDLINE, "0533 - 718 - 0000"),
        ("证号360426\n199101010071", Kind.ID_NUMBER, "360426\n199101010071"),
        ("360426-1991-0101-0071", Kind.ID_NUMBER, "360426-1991-0101-0071"),
        ("3604 2619 9101 0100 71", Kind.ID_NUMBER, "3604 2619 9101 0100 71"),
        ("身份证：3604 2619 9101 0100 71", Kind.ID_NUMBER, "3604 2619 9101 0100 71"),
    ],
)
def test_personal_data_is_found_however_it_is_written(text, kind, found):
    assert [(f.kind, f.text) for f in find_personal_data(text)] == [(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "2020年2月3日14时05分", "2020-02-03 14:05:00", "20200203140500", "R200203-7KQ4MX",
        "捐款13800138000元", "￥13800138000.00", "共10000000000人次", "855亿元、32个项目",
        "360426199101010072", "拨打12345或110", "37030520200203001234",
        "经度118.306018，纬度36.816657", "192.168.10.123", "二〇二〇年一二三四五六七八九十月",
        "统一社会信用代码91370305MA3C4D5E6F", "新A座ABCDE", "2020-0533-7180000",
        "微博4661234567890123",
        "135\n20200203", "138\n2013\n8000", "15800\n135000\n16200", "138 2013\n8000 1250",
        "2019 138 2013\n8000", "1380\n0138\n000", "13 15 20 18 22 30 7", "医院138 2013年建",
        "36.816657,118.306018\n36.81,118.30", "2020-02-03\n13:05\n14:05", "3月12日\n1380人\n8000",
        "11 01 05 19 90 01 01 00 38", "360426\n1991\n0101\n0071", "WJ2020001号文", "WJ20200203",
        "编号WJ12345", "金额138,001,380.00元", "0533\n7180000",
        "联系3个镇，138 个村 2013 年起 8000 户",
    ],
)  # fmt: skip
def test_dates_amounts_and_own_numbers_are_left_alone(text):
    assert find_personal_data(text) == []


def test_several_findings_come_in_order_and_keep_the_rest_when_masked():
    text = "张三13800138000，证360426199101010071，车鲁C12345，座机0533-7180000"
    assert mask_text(text) == "张三138****8000，证360***********0071，车鲁C***45，座机0533-*****00"


@given(st.text(alphabet=st.sampled_from("0123456789 -+86１３鲁C·Xx电话：（）()元."), max_size=200))
def test_findings_never_overlap_and_point_at_their_text(text):
    end = 0
    for finding in find_personal_data(text):
        assert end <= finding.start < finding.end
        assert text[finding.start : finding.end] == finding.text
        end = finding.end
    assert not find_personal_data(mask_text(text))


@given(st.text())
def test_whatever_is_masked_is_masked_to_the_end(text):
    assert not find_personal_data(mask_text(text))
    for mask in (mask_name, mask_phone, mask_id_number):
        # what somebody has typed in full is never what everybody reads
        assert not text.strip() or mask(text) != text or "*" in text


@pytest.mark.parametrize(
    "unit", ["汛情通报：共转移", "1", "13800138", "1 3", "0533-", "鲁C1", "37030519"]
)
def test_a_hundred_thousand_characters_of_almost_a_number_are_read_to_the_end(unit):
    text = (unit * 100_000)[:100_000]
    # A pattern that backtracks would not come back from these.
    found = find_personal_data(text + "，电话19900001234")
    assert "19900001234" in [one.text for one in found]


@pytest.mark.parametrize(
    ("masked", "expected"),
    [
        (mask_phone("+86 138-0013-8000"), "138****8000"),
        (mask_phone("053371800００"), "0533-*****00"),
        (mask_phone("110"), "***"),
        (mask_id_number("360426199101010071"), "360***********0071"),
        (mask_name("张三"), "张*"),
        (mask_name("欧阳锋"), "欧阳*"),
        (mask_name("欧阳"), "欧*"),
        (mask_name("John Smith"), "J*** S***"),
        (mask_name("王"), "王*"),
        (normalise_digits("１８楼"), "18楼"),
    ],
)
def test_masks_keep_enough_to_recognise_and_no_more(masked, expected):
    assert masked == expected


def test_what_nobody_sees_hides_nothing_and_is_masked_with_the_rest():
    assert mask_text("打199\u200b0000\ufeff1234找我") == "打199****1234找我"
