import pytest

from qixin.ui import navigation
from qixin.ui.navigation import Item, items_for, register, sections_for, tabs_of


@pytest.fixture(autouse=True)
def own_navigation(monkeypatch):
    monkeypatch.setattr(navigation, "_items", {})
    monkeypatch.setattr(navigation, "_has_permission", lambda user, permission: permission in user)


def item(url_name="ui:offline", **changes):
    return Item(**{"label": url_name, "url_name": url_name, "icon": "home"} | changes)


def test_an_entry_without_permission_is_for_everyone():
    register(item())
    assert [i.url_name for i in items_for(set())] == ["ui:offline"]


def test_an_entry_is_hidden_from_whoever_lacks_its_permission():
    register(item(permission="reports.triage"))
    assert items_for({"cases.read"}) == []
    assert len(items_for({"reports.triage"})) == 1


def test_with_nobody_to_answer_on_permissions_entries_are_hidden(monkeypatch):
    monkeypatch.setattr(navigation, "_has_permission", None)
    register(item(permission="reports.triage"))
    assert items_for({"reports.triage"}) == []


def test_a_predicate_hides_an_entry_too():
    register(item(visible_to=lambda user: "guest" not in user))
    assert items_for({"guest"}) == []


def test_entries_stand_in_order_whatever_the_order_of_registration():
    register(item("ui:gallery", order=20))
    register(item("ui:offline", order=10))
    assert [i.url_name for i in items_for(set())] == ["ui:offline", "ui:gallery"]


def test_the_longest_address_that_the_path_starts_with_is_current():
    register(item("ui:gallery"))
    register(item("ui:gallery_public"))
    links = sections_for(set(), "/ui/gallery/public/")[0].links
    assert [link.current for link in links] == [False, True]


def test_an_unknown_section_is_refused():
    with pytest.raises(ValueError, match="no navigation section"):
        item(section="elsewhere")


def test_the_bottom_bar_takes_marked_entries_before_others():
    for number, name in enumerate(["ui:offline", "ui:gallery", "ui:gallery_public"]):
        register(item(name, order=number, tab=name == "ui:gallery_public"))
    tabs = tabs_of(sections_for(set(), "/"), limit=2)
    assert [tab.url for tab in tabs] == ["/offline/", "/ui/gallery/public/"]
