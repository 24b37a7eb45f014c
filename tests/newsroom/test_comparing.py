"""Two versions side by side, and marks at their passages; without a database."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qixin.newsroom.comparing import MOST_WORDS, Passage, changes, compare_words, with_marks


def texts(spans, *kinds):
    return "".join(span.text for span in spans if span.kind in kinds)


WORDS = st.text(alphabet="菜送到社区abc 1，。", max_size=60)


@given(WORDS, WORDS)
def test_what_is_not_added_is_the_old_text_and_what_is_not_removed_the_new(old, new):
    spans = compare_words(old, new)
    assert texts(spans, "same", "removed") == old
    assert texts(spans, "same", "added") == new


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("首批蔬菜周一送到", "首批蔬菜周二送到", "一", "二"),
        ("共5000元", "共50000元", "5000", "50000"),
        ("甲", "乙", "甲", "乙"),
        ("一样", "一样", "", ""),
    ],
)
def test_words_are_compared_as_people_read_them(old, new, removed, added):
    spans = compare_words(old, new)
    assert (texts(spans, "removed"), texts(spans, "added")) == (removed, added)


def test_a_very_long_passage_is_shown_as_replaced_whole():
    old, new = "菜" * (MOST_WORDS + 1), "果" * 3
    assert [span.kind for span in compare_words(old, new)] == ["removed", "added"]


def test_passages_that_came_and_went_are_told_from_those_that_changed():
    before = [Passage("title", "标题"), Passage("paragraph", "一"), Passage("paragraph", "二")]
    after = [Passage("title", "新标题"), Passage("paragraph", "二"), Passage("paragraph", "三")]
    found = changes(before, after)
    assert [(one.kind, texts(one.spans, "same", "removed", "added")) for one in found] == [
        ("changed", "新标题"),
        ("removed", "一"),
        ("same", "二"),
        ("added", "三"),
    ]


@pytest.mark.parametrize("thing", ["picture", "clip"])
def test_another_picture_or_clip_under_the_same_words_is_shown_beside_the_one_before(thing):
    one, other = SimpleNamespace(pk=1), SimpleNamespace(pk=2)
    before = [Passage("title", "标题"), Passage(thing, "夜班", **{thing: one})]
    after = [Passage("title", "标题"), Passage(thing, "夜班", **{thing: other})]
    told = [(change.kind, getattr(change, thing)) for change in changes(before, after)]
    assert told == [("same", None), ("removed", one), ("added", other)]


def remark(quote, kind="remark", text="", pk=1):
    return SimpleNamespace(quote=quote, kind=kind, text=text, pk=pk)


def test_a_mark_stands_at_the_first_place_that_it_quotes_and_a_replacement_shows_both():
    marked = with_marks(
        [Passage("title", "蔬菜送到"), Passage("paragraph", "蔬菜送到社区")],
        [remark("蔬菜", "replacement", "青菜")],
    )
    assert [(s.text, s.kind) for s in marked[0].spans] == [
        ("蔬菜", "replacement"), ("青菜", "added"), ("送到", "same"),
    ]  # fmt: skip
    assert [s.kind for s in marked[1].spans] == ["same"]


def test_of_two_marks_that_overlap_the_earlier_stands_and_no_text_is_lost():
    (one,) = with_marks(
        [Passage("paragraph", "首批蔬菜今天送到")],
        [remark("蔬菜今天", pk=1), remark("批蔬菜", pk=2), remark("送到", "deletion", pk=3)],
    )
    assert "".join(span.text for span in one.spans) == "首批蔬菜今天送到"
    assert [span.remark for span in one.spans if span.remark] == [2, 3]


def test_a_quote_that_is_no_longer_in_the_text_marks_nothing():
    (one,) = with_marks([Passage("paragraph", "全新的文字")], [remark("旧的")])
    assert [span.kind for span in one.spans] == ["same"]
