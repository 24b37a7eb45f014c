import pytest

from qixin.reports.enums import Urgency
from qixin.reports.suggestions import Learner, MemoryCounts, assess

EMERGENCY, URGENT, NORMAL = Urgency.EMERGENCY, Urgency.URGENT, Urgency.NORMAL


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("卫生院门口有产妇羊水破了，道路被挡", EMERGENCY),
        ("老人高烧39度，家里没有药", EMERGENCY),
        ("三楼有人被困，水已到胸口", EMERGENCY),
        ("父亲透析，出不了小区", EMERGENCY),
        ("水太深，七八个人出不去", EMERGENCY),
        ("急需降压药，村里人全部安置在小学", URGENT),
        ("小区断水两天了", URGENT),
        ("村口有人闯卡打架", URGENT),
        ("今天西街菜市场秩序良好", NORMAL),
        ("", NORMAL),
    ],
)
def test_words_of_danger_and_need_make_the_level(text, level):
    assert assess(text).level == level


@pytest.mark.parametrize(
    "text",
    [
        "目前无人员被困",
        "没有群众受伤",
        "全村未发现发热人员",
        "为避免火灾，请注意用电",
        "谨防煤气中毒",
    ],
)
def test_a_danger_that_is_denied_is_none(text):
    assert assess(text).level == NORMAL


@pytest.mark.parametrize(
    "text",
    ["三楼老人被困，已获救，谢谢大家", "停水问题已经解决", "失联老人已找到", "被困人员全部脱险"],
)
def test_a_danger_that_is_over_is_none(text):
    found = assess(text)
    assert found.level == NORMAL
    assert str(found.reason).startswith("over already")


@pytest.mark.parametrize(
    "text",
    [
        "已成功解救300人，仍有20人被困在屋顶",
        "联络到，未被救援！一家三口被困",
        "尚未获救，屋里被困三人",
        "被困母女，女儿已获救，但母亲还在，被困水中",
    ],
)
def test_a_danger_that_is_not_yet_over_stays(text):
    assert assess(text).level == EMERGENCY


def test_a_rehearsal_is_no_emergency():
    assert assess("今天开展火灾应急演练").level == NORMAL


def test_news_counts_for_less_than_a_call_for_help():
    assert assess("消防员冒雨救出被埋群众，向他们致敬").level < EMERGENCY
    assert assess("感谢消防员！还有人被埋，求救").level == EMERGENCY


def test_a_hashtag_is_no_call_for_help():
    assert assess("#暴雨求助# 今天天气不错").level == NORMAL


def test_the_reason_names_the_words():
    found = assess("产妇在三楼，断水断电，被困")
    assert found.words == ("产妇", "被困")
    assert str(found.reason) == "words: 产妇、被困"


def taught(text, level, times=40):
    learner = Learner(MemoryCounts())
    for number in range(times):
        learner.learn(f"{text}{'东西南北'[number % 4]}街", str(level.value))
        learner.learn("菜市场秩序良好，居民排队买菜", str(NORMAL.value))
        learner.learn("送来锦旗，居民都很高兴", str(URGENT.value))
    return learner


def test_decisions_raise_what_no_word_list_knew():
    learner = taught("化工厂刺鼻气味弥漫", EMERGENCY)
    assert assess("化工厂刺鼻气味弥漫").level == NORMAL
    found = assess("化工厂刺鼻气味弥漫", learner=learner)
    assert found.level == EMERGENCY
    assert "judged so" in str(found.reason)


def test_decisions_never_outvote_danger_to_life():
    learner = taught("老人被困电梯，物业在处理", NORMAL)
    assert assess("老人被困电梯，物业在处理", learner=learner).level == EMERGENCY


def test_decisions_never_outvote_somebody_who_asks_for_help():
    learner = taught("急需救援，有病人，联系电话，位置在西街", NORMAL)
    assert assess("急需救援，有病人，联系电话，位置在西街", learner=learner).level == URGENT
