"""Pages of coverage, placements and contributors: what they show, take, and never break on."""

import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.core import mail

from qixin.core import clock
from qixin.newsroom.enums import CoverageState, PlacementState
from qixin.newsroom.models import CoverageItem, Outing, Outlet, Placement
from qixin.people.enums import Role
from qixin.reports.enums import MemberState
from tests.newsroom.coverage_factories import (
    bring_placement_to,
    make_coverage,
    make_outlet,
    make_placement,
)
from tests.newsroom.factories import at, make_editor, make_published
from tests.people.factories import make_community, make_town, make_user
from tests.reports.factories import make_group, make_member, make_report

pytestmark = pytest.mark.django_db
# blank, NUL, too long, no number, full-width, negative, absurd
AWKWARD = ["", "\0", "x" * 5_000, "abc", "１２", "-1", "9" * 40, "٣", "<script>"]


def form_of(reporter, **fields):
    start = clock.local(clock.now() + timedelta(hours=2))
    return {
        "key": "8f14e45f-ceea-467f-a81d-92b4fd0b9f2d",
        "title": "集中医学观察点探访",
        "starts_at": f"{start:%Y-%m-%dT%H:%M}",
        "ends_at": f"{start + timedelta(hours=2):%Y-%m-%dT%H:%M}",
        "protection": "full",
        "reporters": [reporter.pk],
        "count_text": 1,
        "count_photo": "3",
        **fields,
    }


def test_a_plan_is_made_by_the_form_and_stands_on_the_board_and_the_map(desk):
    community = make_community(make_town())
    reporter = make_editor()
    form = form_of(reporter, community=community.name, lng="118.30", lat="36.82")
    answer = desk.post(at("coverage_add"), form)
    item = CoverageItem.objects.get()
    assert answer.headers["Location"] == at("coverage", item.pk)
    assert (item.community, item.town) == (community, community.parent)
    assert (item.lng, item.lat) == (118.30, 36.82)
    assert {one.kind: one.count for one in item.deliverables.all()} == {"text": 1, "photo": 3}
    # the button pressed twice
    desk.post(at("coverage_add"), form)
    assert CoverageItem.objects.count() == 1
    day = f"?day={clock.local(item.starts_at):%Y-%m-%d}"
    for page in (at("coverage_board") + day, at("coverage_board") + day + "&by=hour",
                 at("coverage_map") + day):  # fmt: skip
        shown = desk.get(page).content.decode()
        assert item.title in shown
        assert "隔离区域" in shown


@pytest.mark.parametrize("name", ["title", "starts_at", "count_text", "reporters", "protection",
                                  "key", "due_at"])  # fmt: skip
def test_what_is_typed_wrongly_is_answered_with_a_sentence_and_kept(desk, name):
    for typed in AWKWARD[1:]:
        form = form_of(make_editor(), brief="带无人机", **{name: typed})
        answer = desk.post(at("coverage_add"), form)
        if answer.status_code != 302:
            assert answer.status_code == 422, (name, typed)
            assert "带无人机" in answer.content.decode()
        CoverageItem.objects.all().delete()


def test_the_second_who_changes_a_plan_keeps_the_text(desk):
    item = make_coverage()
    reporter = item.reporters.get()
    for n, status in ((1, 302), (2, 422)):
        form = form_of(reporter, version=1, title=f"第{n}次修改", key=item.client_key)
        answer = desk.post(at("coverage_edit", item.pk), form)
        assert answer.status_code == status
    assert "第2次修改" in answer.content.decode()
    item.refresh_from_db()
    assert item.title == "第1次修改"


def test_a_reporter_goes_out_and_comes_back_by_two_taps_on_the_board(client):
    reporter = make_editor()
    client.force_login(reporter)
    start = clock.now() - timedelta(minutes=1)
    item = make_coverage(reporter, start=start, end=start + timedelta(minutes=2))
    assert "我出发了" in client.get(at("coverage_board")).content.decode()
    client.post(at("coverage_go_out", item.pk), {"next": at("coverage_board")})
    outing = Outing.objects.get()
    assert "我回来了" in client.get(at("coverage_board")).content.decode()
    assert item.title in client.get(at("coverage_out")).content.decode()
    answer = client.post(at("coverage_back", outing.pk), {"next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == at("coverage", item.pk)
    item.refresh_from_db()
    assert item.state == CoverageState.BACK


def test_what_came_of_it_is_linked_by_a_reports_number_and_shows_on_both_sides(desk):
    item, story, report = make_coverage(), make_published(), make_report("现场图片三张")
    wanted = item.deliverables.get()
    of_report = at("coverage_of_report", report.number)
    assert item.title not in desk.get(of_report).content.decode()
    base = {"deliverable": wanted.pk, "pieces": 1}
    desk.post(at("coverage_link", item.pk), base | {"number": report.number})
    assert wanted.results.get().report == report
    assert item.title in desk.get(of_report).content.decode()
    assert of_report in desk.get(f"/w/reports/{report.number}/").content.decode()
    desk.post(at("coverage_link", item.pk), base | {"thing": f"story:{story.pk}"})
    assert wanted.results.filter(story=story).count() == 1
    assert story.title in desk.get(at("coverage", item.pk)).content.decode()
    assert item.title in desk.get(at("story_placements", story.pk)).content.decode()
    for typed in AWKWARD:
        answer = desk.post(at("coverage_link", item.pk), base | {"number": typed, "thing": ""})
        assert answer.status_code in (400, 404), typed
        answer = desk.post(at("coverage_link", item.pk), base | {"pieces": typed, "thing": ""})
        assert answer.status_code in (400, 404), typed


def test_a_story_is_offered_posted_and_noted_as_taken(desk):
    story, paper = make_published(), make_outlet(email="desk@example.org")
    by_hand = make_outlet(format="ninjs")
    desk.post(at("story_placements", story.pk), {"outlet": [paper.pk, by_hand.pk, "x"]})
    assert [one.to for one in mail.outbox] == [["desk@example.org"]]
    placement = Placement.objects.get(outlet=by_hand)
    package = desk.post(at("placement_package", placement.pk))
    names = zipfile.ZipFile(io.BytesIO(package.content)).namelist()
    assert f"story-{story.pk}.json" in names
    noted = {"taken_on": f"{clock.today()}", "circulation": "nation", "version": 1,
             "link": "news.example.org/a"}  # fmt: skip
    desk.post(at("placement_take", placement.pk), noted)
    placement.refresh_from_db()
    assert (placement.state, placement.circulation) == (PlacementState.TAKEN, "nation")
    assert placement.link == "https://news.example.org/a"
    shown = desk.get(at("placements") + "?state=taken").content.decode()
    assert by_hand.name in shown
    export = desk.post(at("placements_export") + "?state=taken")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(export.streaming_content)))
    assert book.active.max_row == 2


@pytest.mark.parametrize("name", ["taken_on", "circulation", "link", "version"])
def test_what_is_noted_wrongly_is_answered_with_a_sentence(desk, name):
    placement = make_placement()
    for typed in [*AWKWARD[1:], "javascript:alert(1)", "2999-01-01", "1900-01-01"]:
        noted = {"taken_on": f"{clock.today()}", "circulation": "city", "title": "标题",
                 "version": 1, name: typed}  # fmt: skip
        answer = desk.post(at("placement_take", placement.pk), noted)
        assert answer.status_code in (302, 400, 409, 422), (name, typed)
        if answer.status_code == 302:
            bring_back(placement)
        else:
            assert "标题" in answer.content.decode()


def bring_back(placement):
    facts = {"taken_on": None, "circulation": "", "link": "", "decided_at": None}
    Placement.objects.filter(pk=placement.pk).update(state=PlacementState.OFFERED, **facts)


def test_a_link_that_would_run_a_script_is_never_shown(desk):
    placement = bring_placement_to(make_placement(), PlacementState.TAKEN)
    noted = {"taken_on": f"{clock.today()}", "circulation": "city",
             "version": placement.version, "link": "javascript:alert(1)"}  # fmt: skip
    assert desk.post(at("placement_take", placement.pk), noted).status_code == 422
    assert 'href="javascript' not in desk.get(at("placements")).content.decode()


def test_outlets_are_added_changed_retired_and_restored(desk):
    facts = {"name": "演练晚报", "level": "city", "kind": "paper", "format": "word", "email": ""}
    assert desk.post(at("outlets"), facts).status_code == 302
    assert desk.post(at("outlets"), facts).status_code == 422
    outlet = Outlet.objects.get()
    changed = facts | {"name": "演练早报", "version": 1}
    assert desk.post(at("outlet", outlet.pk), changed).status_code == 302
    assert desk.post(at("outlet", outlet.pk), changed | {"name": "迟到"}).status_code == 422
    desk.post(at("outlet_retire", outlet.pk))
    page = desk.get(at("outlets"))
    assert not page.context["page"].object_list
    assert "?retired=1" in page.content.decode()
    assert "演练早报" in desk.get(at("outlets") + "?retired=1").content.decode()
    desk.post(at("outlet_retire", outlet.pk), {"restore": 1})
    assert [one.name for one in desk.get(at("outlets")).context["page"]] == ["演练早报"]
    for typed in AWKWARD:
        for name in facts:
            assert desk.post(at("outlets"), facts | {name: typed}).status_code in (302, 422)


@pytest.mark.parametrize(
    "page", ["coverage_board", "coverage_map", "placements", "contributors", "contributions"]
)
def test_no_address_breaks_a_page(desk, page):
    make_coverage()
    make_placement()
    for name in ("day", "by", "protection", "outlet", "offered", "taken", "level", "state",
                 "reporter", "group", "person", "from", "until", "page"):  # fmt: skip
        for typed in [*AWKWARD, "0001-01-01", "9999-12-31", "0001-01", "9999-12"]:
            assert desk.get(at(page), {name: typed}).status_code == 200, (name, typed)


def test_every_number_of_the_board_opens_a_list_of_that_length(desk):
    group, sender = make_group(), make_user(Role.CORRESPONDENT)
    make_member(group, sender.person)
    story = make_published()
    for n in range(3):
        report = make_report(f"第{n}条", sender=sender.person, group=group)
        if n:
            story.sources.create(report=report)
    bring_placement_to(make_placement(story), PlacementState.TAKEN)
    board = desk.get(at("contributors"))
    assert sender.person.name in board.content.decode()
    for row in (*board.context["groups"], *board.context["page"].object_list):
        who = "group" if row.label == group.name else "person"
        for kind, number in row.cells:
            page = desk.get(at("contributions"), {"kind": kind, who: row.key}).context["page"]
            assert page.paginator.count == number, (row, kind)
    assert desk.get(at("contributions"), {"kind": "lost"}).status_code == 404


def test_a_leader_sees_the_board_of_the_own_group_and_a_member_none(client):
    group, other = make_group("甲群"), make_group("乙群")
    leader, member = make_user(Role.CORRESPONDENT), make_user(Role.CORRESPONDENT)
    make_member(group, leader.person, is_leader=True)
    make_member(group, member.person, state=MemberState.ACTIVE)
    make_report("甲", group=group, sender=member.person)
    make_report("乙", group=other, sender=make_user(Role.CORRESPONDENT).person)
    client.force_login(leader)
    shown = client.get(at("contributors")).content.decode()
    assert "甲群" in shown
    assert "乙群" not in shown
    rows = client.get(at("contributions"), {"group": other.pk}).context
    assert rows["page"].paginator.count == 0
    assert rows["group"] is None
    client.force_login(member)
    assert client.get(at("contributors")).status_code == 403


@pytest.mark.parametrize("page", ["coverage_board", "coverage_missing", "placements"])
def test_more_rows_do_not_need_more_queries(desk, page, django_assert_max_num_queries):
    story, chief = make_published(), make_editor()
    counts = []
    for _ in range(2):
        for _n in range(3):
            start = clock.now() - timedelta(minutes=5)
            make_coverage(chief, start=start, end=start + timedelta(minutes=6),
                          due=start + timedelta(minutes=1))  # fmt: skip
            make_placement(story, make_outlet())
        with django_assert_max_num_queries(60) as seen:
            desk.get(at(page))
        counts.append(len(seen.captured_queries))
    assert counts[0] == counts[1]
