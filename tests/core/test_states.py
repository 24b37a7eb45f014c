"""The pictures of states are made from workflow.py and say the same."""

from pathlib import Path

from qixin.core import states

TWO_STATES = {
    "door": {"open": (frozenset({"shut"}), "ajar"), "shut": (frozenset({"ajar"}), "shut")}
}
ROOT = Path(__file__).resolve().parents[2]


def test_every_transition_is_an_arrow_with_its_verb():
    page = states.render("house", TWO_STATES, {"door": "shut"})
    assert "[*] --> shut" in page
    assert "shut --> ajar: open" in page
    assert "ajar --> shut: shut" in page


def test_a_state_that_nothing_leaves_is_an_end():
    page = states.render("house", {"door": {"brick_up": (frozenset({"shut"}), "gone")}})
    assert "gone --> [*]" in page


def test_a_page_that_was_written_is_not_stale_and_an_edited_one_is(tmp_path):
    written = states.write_all(tmp_path)
    assert tmp_path / "cases.md" in written
    assert states.stale(tmp_path) == []
    (tmp_path / "cases.md").write_text("something else")
    (tmp_path / "no_such_room.md").write_text("")
    assert states.stale(tmp_path) == [tmp_path / "cases.md", tmp_path / "no_such_room.md"]


def test_the_documentation_shows_the_states_as_they_are():
    assert states.stale(ROOT / "docs" / "states") == []
