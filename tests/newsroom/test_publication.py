import gc
import re
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from qixin.core import clock, journal
from qixin.core.personal_data import find_personal_data
from qixin.newsroom.actions import draft_from_reports, publish_due
from qixin.newsroom.enums import PictureRights
from qixin.newsroom.models import Column, Picture, Story
from qixin.newsroom.publication import publishing, render_lists, sections
from qixin.newsroom.publication.sections import PER_PAGE, every_page, section_of
from qixin.newsroom.stops import PublicationStopped
from qixin.people.enums import Role
from qixin.reports.enums import Outcome
from qixin.reports.models import Settlement
from tests.newsroom.factories import (
    jpeg,
    make_column,
    make_editor,
    make_photo,
    make_published,
    make_story,
    make_topic,
    review,
    submit,
)
from tests.people.factories import make_person
from tests.reports.factories import make_report

pytestmark = [pytest.mark.django_db(transaction=False), pytest.mark.usefixtures("at_commit")]
ATOM = "{http://www.w3.org/2005/Atom}"


def files(root):
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())


def test_a_published_story_stands_in_both_trees_with_its_lists_and_feeds(public_root):
    topic = make_topic()
    column = make_column(topic=topic)
    story = make_published(column, title="首批蔬菜送到")
    for tree in ("zh", "en"):
        page = (public_root / tree / story.public_path()).read_text()
        assert "首批蔬菜送到" in page
        assert f'href="/{"en" if tree == "zh" else "zh"}/{story.public_path()}"' in page
        for name in (
            "index.html", f"columns/{column.slug}/index.html", f"topics/{topic.slug}/index.html",
            "feed.xml", f"columns/{column.slug}/feed.xml", f"topics/{topic.slug}/feed.xml",
        ):  # fmt: skip
            assert "首批蔬菜送到" in (public_root / tree / name).read_text(), name
    assert re.fullmatch(r"stories/\d{4}/\d\d/\d\d/\d+\.html", story.public_path())


def test_an_unpublished_story_vanishes_from_files_and_lists(public_root):
    story = make_published(title="要撤下的稿件")
    story.unpublish()
    assert not any("stories" in name for name in files(public_root))
    for path in public_root.rglob("*.html"):
        assert "要撤下的稿件" not in path.read_text()
    for path in public_root.rglob("*.xml"):
        assert "要撤下的稿件" not in path.read_text()


def test_a_deleted_story_vanishes_too(public_root):
    story = make_published(title="要删除的稿件")
    Story.objects.get(pk=story.pk).delete()
    assert not any("stories" in name for name in files(public_root))
    assert "要删除的稿件" not in (public_root / "zh" / "index.html").read_text()


def test_a_moved_story_changes_columns(public_root):
    here, there = make_column(slug="here"), make_column("权威发布", slug="there")
    story = make_published(here, title="换栏目的稿件")
    story.move(there, "last-child")
    assert "换栏目的稿件" not in (public_root / "zh/columns/here/index.html").read_text()
    assert "换栏目的稿件" in (public_root / "zh/columns/there/index.html").read_text()


def test_feeds_are_valid_atom(public_root):
    make_published(title="一 & 二 <三>")
    root = ET.parse(public_root / "en" / "feed.xml").getroot()
    assert root.tag == f"{ATOM}feed"
    for required in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{required}")
    assert {link.get("rel") for link in root.findall(f"{ATOM}link")} == {"alternate", "self"}
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "一 & 二 <三>"
    assert entry.findtext(f"{ATOM}id").startswith("tag:")
    for required in ("updated", "published"):
        assert entry.findtext(f"{ATOM}{required}")


def test_the_sender_hears_that_the_story_is_out_and_that_it_came_off():
    editor, report = make_editor(), make_report()
    story = draft_from_reports(reports=[report], column=make_column(), by=editor)
    submit(story, by=editor)
    story = review(story)
    settlement = Settlement.objects.get(report=report)
    assert settlement.outcome == Outcome.STORY_PUBLISHED
    assert settlement.link == f"/zh/{story.public_path()}"
    story.unpublish()
    settlement.refresh_from_db()
    assert settlement.outcome == Outcome.STORY_DROPPED


def test_the_journal_names_who_let_a_story_out():
    reviewer = make_editor(Role.CHIEF_EDITOR)
    story = make_published(reviewer=reviewer)
    lines = {entry.verb: entry for entry in journal.timeline(story)}
    assert lines["newsroom.published"].actor_id == reviewer.pk
    assert {"newsroom.submitted", "newsroom.approved"} <= set(lines)


def test_public_pictures_bear_no_metadata(public_root):
    picture = Picture(
        title="现场",
        credit="演练",
        rights=PictureRights.OWN,
        file=ContentFile(jpeg(), name="a.jpg"),
    )
    picture.save()
    make_published(cover=picture)
    assert (public_root / picture.public_file("web")).exists()
    for path in (public_root / "pictures").iterdir():
        assert b"SECRET-PLACE" not in path.read_bytes()
        with Image.open(path) as image:
            assert not dict(image.getexif())


def test_a_picture_leaves_with_the_last_story_that_shows_it(public_root):
    editor, report = make_editor(), make_report(sender=make_person())
    make_photo(report)
    story = draft_from_reports(reports=[report], column=make_column(), by=editor)
    submit(story, by=editor)
    story = review(story)
    other = make_published(cover=story.cover)
    story.unpublish()
    assert len(list((public_root / "pictures").iterdir())) == 2
    other.unpublish()
    assert not (public_root / "pictures").exists()


def test_no_public_file_holds_personal_data(public_root):
    editor = make_editor()
    report = make_report("联系人电话19900001234，车牌鲁C12345。")
    make_published(title="没有号码的稿件")
    story = draft_from_reports(reports=[report], column=make_column(), by=editor)
    submit(story, by=editor)
    with pytest.raises(PublicationStopped):
        review(story)
    for path in [*public_root.rglob("*.html"), *public_root.rglob("*.xml")]:
        text = re.sub(r"<[^>]+>", " ", path.read_text())
        assert find_personal_data(text) == [], path


def test_the_english_tree_has_english_chrome_and_the_chinese_one_chinese(public_root):
    make_published(
        make_column("ONLY-COLUMN", name_en="ONLY-COLUMN"), title="ONLY-TITLE", text="ONLY-TEXT"
    )
    for path in (public_root / "en").rglob("*.html"):
        visible = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", path.read_text(), flags=re.S)
        assert set(re.findall(r"[\u4e00-\u9fff]+", visible)) <= {"中文"}, path
    for path in (public_root / "zh").rglob("*.html"):
        visible = re.sub(
            r"<(script|style).*?</\1>|<[^>]+>|Atom|JSON Feed|ninjs",
            " ",
            path.read_text(),
            flags=re.S,
        )
        words = set(re.findall(r"[A-Za-z]{3,}", visible))
        assert words <= {"ONLY", "COLUMN", "TITLE", "TEXT", "English", "Qixin", "quot"}, path


def test_a_new_story_changes_the_first_page_of_a_long_list_alone(public_root):
    column, story = make_column(), None
    story = make_published(column)
    section = section_of(column)
    for number in range(2 * PER_PAGE + 1):
        copy = Story(title=f"稿件{number}", live=False, published_on=clock.now())
        column.add_child(instance=copy)
    Story.objects.exclude(pk=story.pk).update(live=True)
    column = Column.objects.get(pk=column.pk)
    render_lists([section], deep=True)
    folder = public_root / "zh" / section.folder
    assert (folder / "page-1.html").exists()
    assert not (folder / "page-2.html").exists()
    before = (folder / "page-1.html").stat().st_mtime_ns
    make_published(column, title="最新的一篇")
    assert (folder / "page-1.html").stat().st_mtime_ns == before
    assert "最新的一篇" in (folder / "index.html").read_text()
    pages = [(folder / name).read_text() for name in ("index.html", "page-1.html")]
    for number in range(2 * PER_PAGE + 1):
        assert sum(f">稿件{number}<" in page for page in pages) == 1, number


def test_a_change_writes_the_pages_of_lists_from_its_own_on(public_root, monkeypatch):
    for module in (sections, publishing):
        monkeypatch.setattr(module, "PER_PAGE", 2)
    column = make_column()
    stories = [make_published(column, title=f"稿件{number}号") for number in range(8)]
    section = section_of(column)
    names = [f"page-{number}.html" for number in (1, 2, 3)]

    def pages(at):
        return [one.name for one in every_page(section, since=at)]

    assert pages(None) == [*names, "index.html"]
    assert pages(stories[-1].published_on) == [names[-1], "index.html"]
    assert pages(stories[3].published_on) == [*names, "index.html"]
    assert pages(stories[4].published_on) == [*names[1:], "index.html"]
    Story.objects.get(pk=stories[4].pk).unpublish()
    folder = public_root / "zh" / section.folder
    incremental = {file.name: file.read_bytes() for file in folder.iterdir()}
    render_lists([section], deep=True)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == incremental
    assert "稿件4号" not in "".join((folder / name).read_text() for name in names[:2])


def test_a_scheduled_story_goes_out_when_its_time_has_come(public_root):
    editor = make_editor()
    story = make_story(by=editor)
    version = story.get_latest_revision_as_object()
    version.go_live_at = clock.now() + timedelta(hours=1)
    version.save_revision(user=editor)
    submit(Story.objects.get(pk=story.pk), by=editor)
    story = review(story)
    assert not story.live
    assert publish_due() == (0, 0)
    revision = story.get_latest_revision()
    revision.content["go_live_at"] = (clock.now() - timedelta(minutes=1)).isoformat()
    revision.approved_go_live_at = clock.now() - timedelta(minutes=1)
    revision.save(update_fields=["content", "approved_go_live_at"])
    assert publish_due() == (1, 0)
    assert (public_root / "zh" / Story.objects.get(pk=story.pk).public_path()).exists()


def test_a_scheduled_story_with_personal_data_is_stopped_and_holds_up_nobody(public_root):
    editor = make_editor()
    story = submit(make_story(by=editor), by=editor)
    story = review(story)
    story.unpublish()
    revision = story.get_latest_revision()
    revision.content["title"] = "请拨打19900001234"
    revision.approved_go_live_at = clock.now() - timedelta(minutes=1)
    revision.save(update_fields=["content", "approved_go_live_at"])
    assert publish_due() == (0, 1)
    assert publish_due() == (0, 0)
    assert not Story.objects.get(pk=story.pk).live
    assert "newsroom.stopped" in [entry.verb for entry in journal.timeline(story)]


def test_the_file_is_there_as_soon_as_the_approval_returns(public_root):
    column, editor = make_column(), make_editor()
    make_published(column)
    story = review(submit(make_story(column, by=editor), by=editor))
    assert (public_root / "zh" / story.public_path()).exists()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_draft_is_previewed_as_its_public_page_with_its_pictures(client, settings):
    settings.QIXIN_DEMO = True
    report = make_report("志愿者到岗。")
    make_photo(report)
    editor = make_editor()
    story = draft_from_reports(reports=[report], column=make_column("一线直击"), by=editor)
    client.force_login(editor)
    for page in (story, story.column, story.column.get_parent()):
        answer = client.get(f"/newsroom/pages/{page.pk}/view_draft/")
        assert answer.status_code == 200
        assert "一线直击" in answer.content.decode()
    shown = client.get(f"/newsroom/pages/{story.pk}/view_draft/").content.decode()
    assert "志愿者到岗" in shown
    assert "/media/images/" in shown
    gc.collect()  # Wagtail leaves the file that it makes a small picture of to the collector


def test_the_first_visitor_of_a_fresh_site_finds_its_front_page(client):
    answer = client.get("/zh/")
    assert answer.status_code == 200
    assert b"<h1" in b"".join(answer)
