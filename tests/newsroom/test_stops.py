"""What keeps a version in: numbers, pictures, claims, remarks; and letting it pass."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from qixin.core import journal
from qixin.core.errors import Conflict, Invalid, QixinError, Refused, WrongState
from qixin.newsroom import actions, policies, stops
from qixin.newsroom.actions import draft_from_reports
from qixin.newsroom.enums import (
    ClaimState,
    PictureRights,
    RemarkKind,
    RemarkState,
    RemarkWeight,
    ReviewState,
    ReviewStep,
    StopKind,
)
from qixin.newsroom.models import Picture, Story
from qixin.newsroom.stops import PublicationStopped
from qixin.newsroom.workflow import TRANSITIONS
from qixin.people.enums import Role
from qixin.people.permissions import ROLE_PERMISSIONS
from tests.newsroom.factories import (
    PHONE,
    approve,
    bring_to,
    edit,
    jpeg,
    make_column,
    make_editor,
    make_photo,
    make_published,
    make_story,
    review,
)
from tests.people.factories import make_person
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db
WHY = "区热线，须公布"


def picture(**fields):
    fields = {"title": "现场", "credit": "演练", "rights": PictureRights.OWN} | fields
    made = Picture(file=ContentFile(jpeg(), name="a.jpg"), **fields)
    made.save()
    return made


def at_the_end(**fields):
    return bring_to(ReviewStep.FINAL, story=make_story(by=make_editor(), **fields))


def chief():
    return make_editor(Role.CHIEF_EDITOR)


def marked(**fields):
    fields = {"key": uuid.uuid4(), "quote": "蔬菜", "text": "青菜"} | fields
    return actions.Marked(**fields)


@pytest.mark.parametrize(
    ("fields", "stopped"),
    [
        ({}, False),
        ({"credit": ""}, True),
        ({"credit": "  "}, True),
        ({"rights": PictureRights.UNKNOWN}, True),
        ({"rights": PictureRights.CONSENT}, False),
    ],
)
def test_a_picture_needs_a_credit_and_rights(fields, stopped):
    story = at_the_end(cover=picture(**fields))
    if not stopped:
        assert approve(story, by=chief()).live
        return
    with pytest.raises(PublicationStopped):
        approve(story, by=chief())
    assert policies.review_state(Story.objects.get(pk=story.pk)) == ReviewState.FINAL


def test_a_picture_bears_its_credit_at_its_place_too():
    story = make_story(by=make_editor())
    shown = picture(credit="")
    body = [{"type": "picture", "value": {"picture": shown.pk, "caption": "", "credit": "演练"},
             "id": str(uuid.uuid4())}]  # fmt: skip
    story.body = Story._meta.get_field("body").to_python(body)
    assert stops.all_stops(story) == []
    story.cover = shown
    assert [one.kind for one in stops.all_stops(story)] == [StopKind.PICTURE]


def test_a_picture_that_reviewers_have_seen_is_not_exchanged_for_another():
    shown = picture()
    shown.credit = "演练乙"
    shown.save()
    shown.file = ContentFile(jpeg(colour=(1, 2, 3)), name="b.jpg")
    with pytest.raises(ValidationError):
        shown.full_clean()
    with pytest.raises(Invalid):
        shown.save()


@pytest.mark.parametrize("correspondent", [True, False])
def test_a_correspondents_photo_is_sent_to_be_shown_a_residents_is_asked_for(correspondent):
    report = make_report(sender=make_person() if correspondent else None)
    make_photo(report)
    story = draft_from_reports(reports=[report], column=make_column(), by=make_editor())
    kinds = [one.kind for one in stops.all_stops(story)]
    assert (StopKind.PICTURE in kinds) != correspondent


@pytest.mark.parametrize(
    ("correspondent", "credits", "stopped"),
    [(True, "", True), (True, " \n ", True), (True, "演练通讯员", False), (False, "", False)],
)
def test_a_story_made_of_correspondents_reports_names_them(correspondent, credits, stopped):
    editor, final = make_editor(), chief()
    report = make_report(sender=make_person() if correspondent else None)
    story = draft_from_reports(reports=[report], column=make_column(), by=editor)
    assert story.credits
    story = bring_to(ReviewStep.FINAL, story=edit(story, by=editor, credits=credits), by=editor)
    if stopped:
        with pytest.raises(PublicationStopped, match="未署"):
            approve(story, by=final)
        actions.let_through(story=story, kind=StopKind.CREDITS, reason=WHY, by=final)
    assert approve(story, by=final).live


@pytest.mark.parametrize("verb", ["doubt", "verify", "clear"])
@pytest.mark.parametrize("state", ClaimState)
@pytest.mark.parametrize("who", ["author", *Role])
def test_a_claim_goes_the_roads_that_are_drawn_for_those_who_may(who, state, verb):
    author = make_editor()
    story = make_story(by=author)
    Story.objects.filter(pk=story.pk).update(claim=state, claim_text="说法", claim_source="来源")
    story.refresh_from_db()
    by = author if who == "author" else make_editor(who)
    origins, target = TRANSITIONS["claim"][verb]
    edits = who == "author" or "newsroom.edit" in ROLE_PERMISSIONS[Role(who)]
    allowed = state in origins and edits and (who != "author" or verb == "doubt")
    assert policies.can(by, verb, story=story) == allowed
    words = {"doubt": "claim", "verify": "source", "clear": "reason"}[verb]

    def act():
        return getattr(actions, verb)(story=story, by=by, **{words: "教体局值班室来电"})

    if allowed:
        act()
    else:
        with pytest.raises(QixinError):
            act()
    assert Story.objects.get(pk=story.pk).claim == (target if allowed else state)


def test_an_unverified_claim_keeps_a_story_in_until_somebody_names_a_source():
    story = at_the_end()
    actions.doubt(story=story, claim="全区学校明天开学", by=make_editor())
    with pytest.raises(PublicationStopped, match="全区学校明天开学"):
        approve(story, by=chief())
    for source in ("", " ", "\0", "是"):
        with pytest.raises(Invalid):
            actions.verify(story=story, source=source, by=make_editor())
    verifier = make_editor()
    actions.verify(story=story, source="区教体局书面答复", by=verifier)
    story = approve(story, by=chief())
    assert (story.live, story.claim_by) == (True, verifier)


def test_a_claim_outlives_new_versions():
    story = make_story(by=make_editor())
    actions.doubt(story=story, claim="全区学校明天开学", by=make_editor())
    story = edit(Story.objects.get(pk=story.pk), by=make_editor(), title="新标题")
    version = story.get_latest_revision_as_object()
    assert version.claim == ClaimState.UNVERIFIED


def test_the_final_reviewer_lets_a_stop_pass_for_one_version_and_the_journal_has_it():
    story, by = at_the_end(cover=picture(credit="")), chief()
    actions.let_through(story=story, kind="picture", reason=WHY, by=by)
    with pytest.raises(Refused):
        actions.let_through(story=story, kind="picture", reason=WHY, by=make_editor())
    again = actions.let_through(story=story, kind="picture", reason="再点一次", by=by)
    assert again.reason == WHY
    lines = [line for line in journal.timeline(story) if line.verb == "newsroom.let_through"]
    assert [(line.actor_id, line.detail["reason"]) for line in lines] == [(by.pk, WHY)]
    assert approve(story, by=by).live


def test_what_was_let_pass_stops_the_next_version_again():
    story = at_the_end(cover=picture(credit=""))
    actions.let_through(story=story, kind="picture", reason=WHY, by=chief())
    story = edit(story, by=make_editor(), title="新标题")
    with pytest.raises(PublicationStopped):
        review(story)


@pytest.mark.parametrize("step", ReviewStep)
@pytest.mark.parametrize("role", Role)
def test_only_the_final_reviewer_lets_anything_pass_and_only_in_the_final_review(role, step):
    story, by = make_story(by=make_editor(), cover=picture(credit="")), make_editor(role)
    story = bring_to(step, story=story)
    allowed = step == ReviewStep.FINAL and role == Role.CHIEF_EDITOR
    assert policies.can_let_through(by, story=story, kind="picture") == allowed
    if not allowed:
        with pytest.raises((Refused, WrongState)):
            actions.let_through(story=story, kind="picture", reason=WHY, by=by)
        assert not story.overrides.exists()


def test_an_author_lets_nothing_of_their_own_pass():
    by = chief()
    story = bring_to(ReviewStep.FINAL, story=make_story(by=by, cover=picture(credit="")))
    with pytest.raises(Refused):
        actions.let_through(story=story, kind="picture", reason=WHY, by=by)


@pytest.mark.parametrize("kind", ["", "anything", "claim", "notice"])
def test_what_does_not_stop_the_story_is_not_let_pass(kind):
    story = at_the_end(cover=picture(credit=""))
    with pytest.raises(QixinError):
        actions.let_through(story=story, kind=kind, reason=WHY, by=chief())


@pytest.mark.parametrize(
    "fields",
    [{"title": f"请拨打{PHONE}"}, {"summary": PHONE}, {"text": "身份证370305190001021236"}],
)
def test_identity_numbers_and_numbers_in_lists_are_let_pass_by_nobody(fields):
    story = at_the_end(**fields)
    with pytest.raises(Conflict):
        actions.let_through(story=story, kind="personal_data", reason=WHY, by=chief())
    with pytest.raises(PublicationStopped):
        approve(story, by=chief())


@pytest.mark.django_db(transaction=True)
def test_a_hotline_that_was_let_pass_stands_on_its_page_and_in_no_list(public_root):
    story = at_the_end(text=f"热线{PHONE}。")
    actions.let_through(story=story, kind="personal_data", reason=WHY, by=chief())
    story = approve(story, by=chief())
    page = f"zh/{story.public_path()}"
    shown = {
        str(path.relative_to(public_root))
        for path in public_root.rglob("*.*")
        if path.is_file() and PHONE.encode() in path.read_bytes()
    }
    assert shown == {page, page.replace("zh/", "en/", 1)}


@pytest.mark.parametrize("weight", RemarkWeight)
def test_only_what_must_be_settled_holds_up_the_final_review(weight):
    story = bring_to(ReviewStep.FIRST)
    remark = actions.remark(story=story, marked=marked(weight=weight), by=make_editor())
    for role in (Role.EDITOR, Role.REVIEWER):
        story = approve(story, by=make_editor(role))
    if weight == RemarkWeight.MUST:
        with pytest.raises(Conflict):
            approve(story, by=chief())
        actions.settle(remark=remark, by=make_editor())
    assert approve(story, by=chief()).live


def test_remarks_go_the_roads_that_are_drawn_and_name_who_settled_them():
    editor = make_editor()
    remark = actions.remark(story=bring_to(ReviewStep.FIRST), marked=marked(), by=editor)
    settled = actions.settle(remark=remark, by=editor)
    assert (settled.state, settled.settled_by) == (RemarkState.SETTLED, editor)
    with pytest.raises(WrongState):
        actions.settle(remark=remark, by=editor)
    assert actions.reopen(remark=remark, by=editor).settled_by is None
    with pytest.raises(WrongState):
        actions.reopen(remark=remark, by=editor)
    with pytest.raises(Refused):
        actions.settle(remark=remark, by=make_editor(Role.AUDITOR))


def test_a_remark_that_is_sent_twice_is_there_once():
    story, sent = bring_to(ReviewStep.FIRST), marked()
    first = actions.remark(story=story, marked=sent, by=make_editor())
    assert actions.remark(story=story, marked=sent, by=make_editor()) == first
    assert story.remarks.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": " \0 "},
        {"text": "长" * 501},
        {"quote": "长" * 301},
        {"quote": "", "kind": RemarkKind.DELETION},
        {"quote": "", "kind": RemarkKind.REPLACEMENT},
        {"text": "", "kind": RemarkKind.INSERTION},
    ],
)
def test_a_remark_without_words_place_or_measure_is_refused(fields):
    story = bring_to(ReviewStep.FIRST)
    with pytest.raises(Invalid):
        actions.remark(story=story, marked=marked(**fields), by=make_editor())
    assert not story.remarks.exists()


def test_there_is_nothing_to_mark_outside_of_a_review():
    with pytest.raises(WrongState):
        actions.remark(story=make_published(), marked=marked(), by=make_editor())


def test_the_journal_repeats_no_number_of_a_remark():
    story = bring_to(ReviewStep.FIRST)
    actions.remark(story=story, marked=marked(text=f"删去{PHONE}"), by=make_editor())
    assert PHONE not in str([line.detail for line in journal.timeline(story)])
