"""Corrections stay on the page; of a withdrawn story nothing stays but the notice."""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from qixin.core import journal
from qixin.core.errors import Conflict, Invalid, QixinError, Refused, WrongState
from qixin.newsroom import actions, publication
from qixin.newsroom.actions import draft_from_reports
from qixin.newsroom.enums import NoticeKind, NoticeState, StoryState
from qixin.newsroom.models import Story
from qixin.newsroom.stops import PublicationStopped
from qixin.people.actions import create_key
from qixin.people.enums import Role
from qixin.people.permissions import ROLE_PERMISSIONS
from qixin.reports.enums import Outcome
from qixin.reports.models import Settlement
from tests.newsroom.factories import (
    PHONE,
    approve,
    bring_to,
    correct,
    edit,
    make_column,
    make_editor,
    make_photo,
    make_published,
    review,
    submit,
    write_anew,
)
from tests.people.factories import make_person
from tests.reports.factories import make_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_commit")]
WRONG = "配送日期误写为周一，应为周二"
WHY = "消息来源有误，正在核实"


def corrected(story, text=WRONG):
    return correct(story, text=text, title="更正后的标题")


def page_of(story, root, tree="zh"):
    return (root / tree / story.public_path()).read_text()


def test_a_correction_stays_at_the_foot_of_the_page_over_later_versions(public_root):
    story = corrected(make_published(title="原来的标题"))
    assert WRONG in page_of(story, public_root)
    editor = make_editor()
    story = edit(story, by=editor, title="第三版")
    actions.announce(story=story, kind=NoticeKind.UPDATE, text="新增周三的安排", by=editor)
    story = review(submit(story, by=editor))
    for tree in ("zh", "en"):
        page = page_of(story, public_root, tree)
        assert WRONG in page
        assert "新增周三的安排" in page
        assert "原来的标题" not in page


def test_a_changed_story_without_a_notice_is_stopped():
    editor = make_editor()
    story = edit(make_published(), by=editor, title="悄悄改过")
    with pytest.raises(PublicationStopped):
        review(submit(story, by=editor))
    chief = make_editor(Role.CHIEF_EDITOR)
    story = Story.objects.get(pk=story.pk)
    actions.let_through(story=story, kind="notice", reason="仅改错别字", by=chief)
    assert approve(story, by=chief).title == "悄悄改过"


def test_a_notice_that_a_reviewer_has_read_is_not_changed_behind_their_back():
    editor = make_editor()
    story = edit(make_published(), by=editor, title="更正")
    actions.announce(story=story, kind=NoticeKind.CORRECTION, text=WRONG, by=editor)
    story = submit(story, by=editor)
    actions.announce(story=story, kind=NoticeKind.CORRECTION, text=f"{WRONG}。", by=editor)
    approve(story, by=make_editor())
    for act in (
        lambda: actions.announce(story=story, kind=NoticeKind.UPDATE, text="换一条", by=editor),
        lambda: actions.drop_notice(story=story, by=editor),
    ):
        with pytest.raises(Conflict):
            act()


def test_a_notice_can_be_taken_back_before():
    editor = make_editor()
    story = edit(make_published(), by=editor, title="更正")
    notice = actions.announce(story=story, kind=NoticeKind.CORRECTION, text=WRONG, by=editor)
    actions.drop_notice(story=story, by=editor)
    actions.drop_notice(story=story, by=editor)
    notice.refresh_from_db()
    assert notice.state == NoticeState.DROPPED


@pytest.mark.parametrize("text", ["", " \0 ", "错", f"请打{PHONE}", "长" * 301])
def test_a_notice_without_words_too_long_or_with_numbers_is_refused(text):
    story = make_published()
    with pytest.raises(Invalid):
        actions.announce(story=story, kind=NoticeKind.CORRECTION, text=text, by=make_editor())
    with pytest.raises(Invalid):
        actions.take_down(story=story, reason=text, by=make_editor(Role.REVIEWER))
    assert Story.objects.get(pk=story.pk).live
    assert not story.notices.exists()


def test_what_readers_have_not_seen_needs_no_notice():
    with pytest.raises(Conflict):
        actions.announce(
            story=bring_to("first"), kind=NoticeKind.UPDATE, text=WRONG, by=make_editor()
        )


def whole_site(root):
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*.*") if p.is_file()}


def test_nothing_of_a_withdrawn_story_stays_in_any_public_output(client, public_root):
    report = make_report("秘密正文在此。", sender=make_person("演练乙"))
    make_photo(report)
    story = draft_from_reports(reports=[report], column=make_column(), by=make_editor())
    story = edit(story, by=make_editor(), title="秘密标题", summary="秘密摘要")
    other = make_published(story.column, title="留下的稿件")
    story = review(submit(story, by=make_editor()))
    path, picture = story.public_path(), story.cover.public_file("web")
    assert (public_root / picture).exists()
    story = actions.take_down(story=story, reason=WHY, by=make_editor(Role.REVIEWER))
    site = whole_site(public_root)
    for name, content in site.items():
        for secret in ("秘密标题", "秘密摘要", "秘密正文", "演练乙"):
            assert secret.encode() not in content, name
    assert not any(name.startswith("pictures/") for name in site)
    for tree in ("zh", "en"):
        assert WHY in site[f"{tree}/{path}"].decode()
        assert path not in site[f"{tree}/index.html"].decode() + site[f"{tree}/feed.xml"].decode()
        assert path not in page_of(other, public_root, tree)
    admin = make_editor(Role.ADMINISTRATOR)
    _key, secret = create_key(name="演练系统", permissions=["newsroom.read"], by=admin)
    listed = client.get("/api/v1/stories", headers={"X-API-Key": secret})
    assert listed.json()["count"] == 1
    assert "秘密" not in listed.content.decode()
    one = client.get(f"/api/v1/stories/{story.pk}", headers={"X-API-Key": secret})
    assert one.status_code == 404
    assert WHY in b"".join(client.get(f"/zh/{path}")).decode()
    assert Settlement.objects.get(report=report).outcome == Outcome.STORY_DROPPED
    lines = [line.verb for line in journal.timeline(story)]
    assert lines.count("newsroom.taken_down") == 1
    assert "newsroom.unpublished" not in lines


def test_the_whole_site_written_anew_is_the_same_with_its_notices(public_root):
    column = make_published(title="留下的稿件").column
    actions.take_down(
        story=make_published(column, title="撤下的稿件"),
        reason=WHY,
        by=make_editor(Role.REVIEWER),
    )
    write_anew()
    publication.render_lists(publication.publishing.all_sections(), deep=True)
    before = whole_site(public_root)
    for path in public_root.rglob("*.html"):
        path.unlink()
    write_anew()
    assert whole_site(public_root) == before


@pytest.mark.parametrize("role", Role)
def test_a_story_is_withdrawn_by_those_who_may_and_with_words(role):
    story, by = make_published(), make_editor(role)
    if "newsroom.withdraw" in ROLE_PERMISSIONS[role]:
        story = actions.take_down(story=story, reason=WHY, by=by)
        assert story.state == StoryState.DROPPED
        with pytest.raises(WrongState):
            actions.take_down(story=story, reason=WHY, by=by)
    else:
        with pytest.raises(Refused):
            actions.take_down(story=story, reason=WHY, by=by)
        assert Story.objects.get(pk=story.pk).live


def test_a_withdrawn_story_comes_back_after_three_reviews_with_both_notices(public_root):
    story = make_published()
    story = actions.take_down(story=story, reason=WHY, by=make_editor(Role.REVIEWER))
    story = corrected(story, "经核实，内容属实")
    page = page_of(story, public_root)
    assert WHY in page
    assert "经核实，内容属实" in page
    assert story.title in page


def test_withdrawing_ends_the_review_of_a_new_version():
    story = edit(make_published(), by=make_editor(), title="新版")
    story = submit(story, by=make_editor())
    story = actions.take_down(story=story, reason=WHY, by=make_editor(Role.REVIEWER))
    assert not story.workflow_in_progress


def test_what_readers_have_seen_is_neither_deleted_nor_unpublished_without_a_word(client):
    chief = make_editor(Role.CHIEF_EDITOR)
    story = make_published()
    client.force_login(chief)
    for view in ("delete", "unpublish"):
        client.post(reverse(f"wagtailadmin_pages:{view}", args=[story.pk]))
        assert Story.objects.get(pk=story.pk).live
    for action in ("delete", "unpublish"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        client.post(f"{url}?id={story.pk}")
        assert Story.objects.get(pk=story.pk).live, action
    actions.take_down(story=story, reason=WHY, by=chief)
    with pytest.raises((ProtectedError, QixinError)):
        Story.objects.get(pk=story.pk).delete()
