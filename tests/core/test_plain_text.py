"""What cannot be read is taken out of what people type; what can be read stays, emoji whole."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qixin.core.plain_text import one_line, paragraphs, without_tricks

EMOJI = ["👨‍👩‍👧‍👦", "❤️‍🔥", "👍🏽", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇨🇳", "☎️", "㊗️", "🏳️‍🌈", "🧑🏻‍⚕️"]
TRICKS = [
    *"\u202e\u202d\u2066\u2069\u200b\u200c\u200e\u200f\u2060\u061c\u00ad\ufeff\u3164\u2800\u200d",
    *"\ufe05\ufe0f\U000e0041\0\x1b\x7f",
]
# what invites mistakes: tricks, parts of emoji, marks, letters, ends of lines
PARTS = "🏴👩⚕❤️aé王1#\u20e3\u0301\u0e47\u200d\ufe00\U000e0067\U000e007f \t\r\n\u2028"
AWKWARD = st.text(st.sampled_from([*TRICKS, *PARTS]))


@pytest.mark.parametrize("trick", TRICKS, ids=ascii)
def test_what_turns_or_hides_is_gone_between_letters_and_at_the_ends(trick):
    for text in (f"{trick}旧栏目", f"旧{trick}栏目", f"旧栏目{trick}", f"旧{trick * 3}栏目{trick}"):
        assert one_line(text) == paragraphs(text) == "旧栏目"
    assert one_line(trick) == paragraphs(trick * 2) == ""
    assert one_line(f"138{trick}0013{trick}8000") == "13800138000"


@pytest.mark.parametrize("emoji", EMOJI)
def test_emoji_stay_whole(emoji):
    for text in (emoji, f"加油{emoji}", f"{emoji}{emoji} go"):
        assert one_line(text) == paragraphs(text) == without_tricks(text) == text


def test_a_heap_of_marks_is_cut_and_a_letter_with_its_own_stays():
    assert one_line("Z" + "\u0301" * 40) == "Z\u0301\u0301"
    assert one_line("ส" + "\u0e47" * 40) == "ส" + "\u0e47" * 4
    for name in ("Nguye\u0302\u0303n", "བརྒྱད", "葛\U000e0100城", "ئۇيغۇر", "क्षेत्र"):
        assert one_line(name) == name


def test_lines_stay_in_a_text_and_end_in_a_name():
    text = " 第一段\r\n\r\n\r\n\r\n第二段\t甲 \x85第三段\u2028第四段\x0b "
    assert paragraphs(text) == "第一段\n\n第二段 甲\n第三段\n第四段"
    assert one_line(text) == "第一段 第二段 甲 第三段 第四段"


@given(AWKWARD)
def test_what_was_cleaned_once_stays_as_it_is(text):
    for clean in (one_line, paragraphs, without_tricks):
        assert clean(clean(text)) == clean(text)
    assert "\n" not in one_line(text)
    assert not [c for c in one_line(text) if unicodedata.bidirectional(c) in ("RLO", "LRO", "RLI")]
