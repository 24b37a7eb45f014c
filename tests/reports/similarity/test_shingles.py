import pytest

from qixin.reports.similarity import containment, plain, resemblance

TEXT = "曲韩社区求救，卫河水倒灌至曲韩社区，车库楼道均进水严重，水势涨得很快，社区有老人和小孩。"


@pytest.mark.parametrize(
    "dressed",
    [
        TEXT + "#河南暴雨互助#",
        "🆘🆘" + TEXT + "[流泪][合十]",
        TEXT + " @人民日报 转发",
        TEXT.replace("，", " , ") + "https://example.org/a?b=1",
        TEXT + "电话１３８００００００００",
        TEXT + "138****0000",
    ],
)
def test_what_is_hung_around_a_text_hardly_changes_it(dressed):
    assert resemblance(TEXT, dressed) > 0.9


def test_widths_and_case_are_one():
    assert plain("ＡＢＣ　１２３ Abc") == "abc123abc"


def test_house_numbers_count_and_telephone_numbers_do_not():
    assert plain("3号楼402，电话13800000000") == "3号楼402电话"


def test_a_text_resembles_itself_wholly_and_another_hardly():
    assert resemblance(TEXT, TEXT) == 1
    assert resemblance(TEXT, "西街菜市场今天蔬菜供应充足，价格平稳，市民排队有序。") < 0.05


def test_a_few_words_resemble_nothing():
    assert resemblance("已收到谢谢", "已收到谢谢") == 0
    assert containment("已收到谢谢", TEXT) == 0
    assert resemblance("", "") == 0


def test_a_forwarded_text_is_contained_in_the_longer_one():
    longer = (
        TEXT * 1 + "另据了解，附近三个村也有类似情况，镇政府正在组织人员前往，请大家继续关注。" * 2
    )
    assert containment(TEXT, longer) == 1
    assert resemblance(TEXT, longer) < 0.6
