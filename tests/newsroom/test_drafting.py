import pytest

from qixin.core import journal
from qixin.core.errors import Conflict, Refused
from qixin.newsroom.actions import add_reports, draft_from_reports, withdraw_draft
from qixin.newsroom.enums import PictureRights
from qixin.newsroom.models import Picture, Story
from qixin.people.enums import Role
from qixin.reports.enums import Outcome, PicturesUse, Source
from qixin.reports.models import Settlement
from tests.newsroom.factories import make_column, make_editor, make_photo
from tests.people.factories import make_person, make_user
from tests.reports.factories import make_group, make_report

pytestmark = pytest.mark.django_db


def test_a_draft_carries_text_pictures_and_credits_over():
    group, person = make_group("镇街通讯员群"), make_person("演练乙")
    first = make_report("志愿者到岗。\n共二十人。", sender=person, group=group)
    second = make_report("<b>居民</b>送来热水 & 姜汤。", contact_name="演练丙")
    make_photo(first)
    editor = make_editor()
    story = draft_from_reports(reports=[first, second], column=make_column(), by=editor)
    version = story.get_latest_revision_as_object()
    assert version.title == "志愿者到岗"
    kinds = [block.block_type for block in version.body]
    assert kinds == ["paragraph", "paragraph", "picture", "paragraph"]
    assert "&lt;b&gt;居民" in str(version.body)
    assert "镇街通讯员群 演练乙" in version.credits
    assert "演练丙" not in version.credits
    assert version.cover.credit == "镇街通讯员群 演练乙"
    assert not story.live
    assert [e.verb for e in journal.timeline(story)] == ["newsroom.drafted"]


def test_drafting_the_same_reports_twice_makes_one_story_and_one_picture():
    report, column, editor = make_report(), make_column(), make_editor()
    make_photo(report)
    first = draft_from_reports(reports=[report], column=column, by=editor)
    second = draft_from_reports(reports=[report], column=column, by=make_editor())
    assert first.pk == second.pk
    assert Story.objects.count() == Picture.objects.count() == 1


def test_a_report_hears_that_a_story_is_being_made_of_it():
    report = make_report()
    story = draft_from_reports(reports=[report], column=make_column(), by=make_editor())
    settlement = Settlement.objects.get(report=report)
    assert settlement.outcome == Outcome.STORY_DRAFTED
    assert settlement.thing == f"newsroom.story:{story.pk}"


def test_withdrawing_an_untouched_draft_leaves_no_trace_with_the_report():
    report, editor = make_report(), make_editor()
    story = draft_from_reports(reports=[report], column=make_column(), by=editor)
    withdraw_draft(story=story, by=editor)
    assert not Story.objects.exists()
    assert not Settlement.objects.exists()


def test_a_draft_that_somebody_worked_on_is_not_withdrawn():
    report, editor = make_report(), make_editor()
    story = draft_from_reports(reports=[report], column=make_column(), by=editor)
    story.get_latest_revision_as_object().save_revision(user=make_editor())
    with pytest.raises(Conflict):
        withdraw_draft(story=story, by=editor)
    assert Story.objects.count() == 1


def test_adding_a_report_to_a_draft_twice_adds_it_once():
    editor, more = make_editor(), make_report("又到一批口罩。")
    story = draft_from_reports(reports=[make_report()], column=make_column(), by=editor)
    add_reports(story=story, reports=[more], by=editor)
    story = add_reports(story=story, reports=[more], by=editor)
    assert str(story.get_latest_revision_as_object().body).count("又到一批口罩") == 1
    assert story.sources.count() == 2


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CORRESPONDENT, Role.AUDITOR])
def test_whoever_may_not_edit_makes_no_draft(role):
    with pytest.raises(Refused):
        draft_from_reports(reports=[make_report()], column=make_column(), by=make_user(role))


def test_a_title_that_other_senders_read_holds_no_number():
    story = draft_from_reports(
        reports=[make_report("请打19900005678问路口情况。")], column=make_column(), by=make_editor()
    )
    assert story.title == "请打199****5678问路口情况"
    assert "19900005678" in str(story.body)


@pytest.mark.parametrize(
    ("said", "rights"),
    [(PicturesUse.ALLOWED, PictureRights.CONSENT), (PicturesUse.UNSAID, PictureRights.UNKNOWN)],
)
def test_a_residents_picture_may_be_shown_where_the_resident_said_so(said, rights):
    report = make_report(source=Source.PUBLIC, pictures_use=said)
    make_photo(report)
    story = draft_from_reports(reports=[report], column=make_column(), by=make_editor())
    [picture] = story.pictures
    assert picture.rights == rights
