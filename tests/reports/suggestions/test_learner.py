import pytest
from hypothesis import given
from hypothesis import strategies as st

from qixin.reports.suggestions import Learner, MemoryCounts

SEEDS = {
    "health": ["口罩", "发热门诊", "医院"],
    "roads": ["卡口", "通行证", "封路"],
    "food": ["蔬菜", "大米", "粮油"],
    "utilities": ["停水", "停电"],
}


class Counted(MemoryCounts):
    """Counts how often it is asked."""

    def __init__(self):
        super().__init__()
        self.queries = 0
        self.most = 0

    def get_counts(self, terms):
        terms = list(terms)
        self.queries += 1
        self.most = max(self.most, len(terms))
        return super().get_counts(terms)


def rows(store):
    return {term: dict(labels) for term, labels in store._rows.items()}


def test_keywords_speak_before_anything_is_learnt():
    best, *_rest = Learner(MemoryCounts(), seeds=SEEDS).suggest("小区没有口罩，发热门诊在哪里")
    assert best.label == "health"
    assert best.words == ("发热门诊", "口罩")
    assert str(best.reason) == "words: 发热门诊、口罩"


@pytest.mark.parametrize("text", ["", "你好", "！！！", "13800000000"])
def test_a_text_that_says_nothing_gets_no_suggestion(text):
    assert Learner(MemoryCounts(), seeds=SEEDS).suggest(text) == []


def test_without_keywords_and_decisions_there_is_no_suggestion():
    assert Learner(MemoryCounts()).suggest("小区没有口罩") == []


def test_decisions_teach_what_no_keyword_said():
    learner = Learner(MemoryCounts(), seeds=SEEDS)
    assert learner.suggest("垃圾清运不及时") == []
    for place in ("东街", "西街", "南关", "北关", "车站", "学校"):
        learner.learn(f"{place}垃圾清运不及时，垃圾桶满了", "environment")
    assert learner.suggest("中学旁垃圾清运不及时")[0].label == "environment"


def test_decisions_outvote_a_keyword():
    learner = Learner(MemoryCounts(), seeds=SEEDS)
    for place in ("东街", "西街", "南关", "北关", "车站") * 8:
        learner.learn(f"{place}捐赠口罩一批，爱心企业捐赠", "donations")
    assert learner.suggest("爱心企业捐赠口罩")[0].label == "donations"


@given(st.lists(st.tuples(st.text("口罩停水卡菜abc，1", max_size=12), st.sampled_from("xyz"))))
def test_unlearning_leaves_no_trace(decisions):
    store = MemoryCounts()
    learner = Learner(store)
    learner.learn("东街停水两天", "utilities")
    before = rows(store)
    for text, label in decisions:
        learner.learn(text, label)
    for text, label in decisions:
        learner.unlearn(text, label)
    assert rows(store) == before


def test_a_suggestion_is_one_query_of_bounded_size_even_for_a_long_report():
    store = Counted()
    learner = Learner(store, seeds=SEEDS)
    learner.suggest("".join(chr(0x4E00 + i % 20_000) for i in range(100_000)))
    assert store.queries == 1
    assert store.most <= 700


def test_confidences_are_shares_in_falling_order():
    learner = Learner(MemoryCounts(), seeds=SEEDS)
    found = learner.suggest("卡口旁超市蔬菜不够，通行证也办不了")
    confidences = [suggestion.confidence for suggestion in found]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) <= 1
    assert found[0].label == "roads"


def test_a_department_with_few_texts_is_not_drowned_by_one_with_many():
    learner = Learner(MemoryCounts())
    for number in range(200):
        learner.learn(f"第{number}户领到蔬菜和大米，居民很满意", "food")
    for place in ("东街", "西街", "南关"):
        learner.learn(f"{place}燃气报修", "utilities")
    assert learner.suggest("北关燃气报修")[0].label == "utilities"


def test_one_keyword_is_enough_in_a_long_text_of_unknown_words():
    learner = Learner(MemoryCounts(), seeds=SEEDS)
    text = "我们住在老城区北关街，大雨下了一夜，家里有老人和三岁的孩子，已经停电两天，盼着有人来"
    assert learner.suggest(text)[0].label == "utilities"


def test_words_that_stand_everywhere_suggest_nothing():
    learner = Learner(MemoryCounts(), seeds=SEEDS)
    for label in ("health", "roads", "food", "utilities"):
        for place in ("东街", "西街", "南关"):
            learner.learn(f"{place}我们的联系电话和具体情况", label)
    learner.learn("我们的联系电话和具体情况", "food")
    assert learner.suggest("我们在一起，说说情况和电话") == []


def test_a_department_with_most_decisions_does_not_swallow_the_words_of_all():
    learner = Learner(MemoryCounts())
    for number in range(60):
        learner.learn(f"第{number}组有人被困，请求救援，联系电话，地址在东街，已经停电", "rescue")
    for number in range(12):
        learner.learn(f"第{number}安置点缺被褥和衣服，联系电话，地址在西街", "relief")
    assert learner.suggest("学校安置点急缺被褥，联系电话，地址在东街")[0].label == "relief"
