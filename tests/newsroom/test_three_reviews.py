"""person × role × state × step, and every road to the public site."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import Revision, TaskState

from qixin.core import clock, journal
from qixin.core.errors import Conflict, QixinError, Refused, WrongState
from qixin.newsroom import actions, policies, three_reviews
from qixin.newsroom.actions import publish_due
from qixin.newsroom.enums import ReviewState, ReviewStep
from qixin.newsroom.models import Review, Story
from qixin.newsroom.workflow import INITIAL, JOURNAL, PERMISSION, TRANSITIONS
from qixin.people.enums import Role
from qixin.people.permissions import ROLE_PERMISSIONS
from tests.newsroom.factories import (
    REVIEWERS,
    approve,
    bring_to,
    edit,
    make_editor,
    make_published,
    make_story,
    review,
    submit,
)
from tests.newsroom.test_screening import post_of
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db
STEPS = list(ReviewStep)
ROUND = TRANSITIONS["review"]
# who stands in a relation to the story; each also in every role
PERSONS = ("author", "co-author", "submitter", "reviewed before", "nobody yet")


def stand(person, role, story, step):
    """Somebody of `role` who has that relation to a story that waits at `step`; and the story.

    None where the relation cannot be: nobody has reviewed before the first review.
    """
    user = make_editor(role)
    if person == "reviewed before":
        index = STEPS.index(step)
        if not index or PERMISSION[STEPS[index - 1]] not in ROLE_PERMISSIONS[role]:
            return None, story
        story = bring_to(STEPS[index - 1], story=story)
        return user, approve(story, by=user)
    if person == "author":
        story = make_story(story.column, by=user)
        return user, bring_to(step, story=story, by=make_editor())
    if person == "co-author":
        edit(story, by=user, title="又改")
        edit(story, by=make_editor(), title="再改")
    by = user if person == "submitter" else make_editor()
    return user, bring_to(step, story=story, by=by)


def click(story, step, by):
    return actions.approve(story=story, step=step, revision_id=story.latest_revision_id, by=by)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("person", PERSONS)
@pytest.mark.parametrize("role", Role)
def test_only_somebody_new_in_the_right_role_approves(role, person, step):
    user, story = stand(person, role, make_story(by=make_editor()), step)
    if user is None:
        return
    allowed = person == "nobody yet" and PERMISSION[step] in ROLE_PERMISSIONS[role]
    assert policies.can(user, "approve", story=story) == allowed
    assert (three_reviews.why_not(story, user) is None) == allowed
    before = policies.review_state(story)
    assert before == step.value
    if not allowed:
        with pytest.raises(QixinError):
            click(story, step, user)
        # another tab, Wagtail's own road, the bare row: all the same
        turn = TaskState.objects.get(pk=story.current_workflow_task_state.pk).specific
        with pytest.raises(QixinError):
            turn.approve(user=user)
        assert policies.review_state(Story.objects.get(pk=story.pk)) == before
        return
    story = click(story, step, user)
    origins, target = ROUND[f"approve_{step}"]
    assert before in origins
    assert policies.review_state(story) == target
    assert story.live == (target == ReviewState.APPROVED)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("role", Role)
def test_whoever_takes_a_review_may_send_the_story_back(role, step):
    story, user = bring_to(step), make_editor(role)
    allowed = PERMISSION[step] in ROLE_PERMISSIONS[role]
    assert policies.can(user, "send_back", story=story) == allowed
    if not allowed:
        with pytest.raises(Refused):
            actions.send_back(story=story, reason="导语请再改", by=user)
        assert policies.review_state(Story.objects.get(pk=story.pk)) == step.value
        return
    story = actions.send_back(story=story, reason="导语请再改", by=user)
    assert policies.review_state(story) == ROUND["send_back"][1]
    line = journal.timeline(story).last()
    assert (line.verb, line.detail["reason"]) == ("newsroom.sent_back", "导语请再改")


def test_every_state_of_every_noun_can_be_reached_and_every_verb_is_journaled():
    for noun, verbs in TRANSITIONS.items():
        reached = {target for _from, target in verbs.values()} | {INITIAL[noun]}
        assert {origin for origins, _to in verbs.values() for origin in origins} <= reached, noun
    told = {verb.removeprefix("approve_") for verb in ROUND} - set(STEPS)
    assert told <= set(JOURNAL)


@pytest.mark.parametrize("step", STEPS)
def test_a_text_that_is_changed_in_review_begins_again_with_the_first(step):
    story = bring_to(step)
    editor = make_editor(Role.CHIEF_EDITOR)
    story = edit(story, by=editor, title="改过的标题")
    assert policies.review_state(story) == ReviewState.FIRST
    turn = story.current_workflow_task_state
    assert turn.revision_id == story.latest_revision_id
    verbs = [line.verb for line in journal.timeline(story)]
    assert verbs[-1] == "newsroom.changed_in_review"
    assert verbs.count("newsroom.submitted") == 1
    with pytest.raises(Refused):
        approve(story, by=editor)


def test_autosave_that_overwrites_an_approved_version_begins_again():
    author = make_editor()
    story = bring_to(ReviewStep.FINAL, story=make_story(by=author), by=author)
    version = story.get_latest_revision_as_object()
    version.title = "自动保存"
    version.save_revision(user=author, overwrite_revision=story.latest_revision)
    story = Story.objects.get(pk=story.pk)
    assert policies.review_state(story) == ReviewState.FIRST
    assert not three_reviews.is_approved(story.latest_revision)


def test_a_second_click_changes_nothing_and_takes_no_second_step():
    story, reviewer = bring_to(ReviewStep.SECOND), make_editor(Role.CHIEF_EDITOR)
    click(story, ReviewStep.SECOND, reviewer)
    again = click(story, ReviewStep.SECOND, reviewer)
    assert policies.review_state(again) == ReviewState.FINAL
    with pytest.raises(Refused):
        click(again, ReviewStep.FINAL, reviewer)


def test_of_two_reviewers_at_once_the_second_is_told():
    story = bring_to(ReviewStep.FIRST)
    stale = Story.objects.get(pk=story.pk).current_workflow_task_state
    click(story, ReviewStep.FIRST, make_editor())
    with pytest.raises(WrongState):
        click(story, ReviewStep.FIRST, make_editor())
    with pytest.raises(WrongState):
        stale.approve(user=make_editor())
    assert policies.review_state(Story.objects.get(pk=story.pk)) == ReviewState.SECOND


def test_an_approval_of_a_text_that_has_changed_meanwhile_is_refused():
    story, author = bring_to(ReviewStep.FIRST), make_editor()
    read = story.latest_revision_id
    edit(story, by=author, title="另一标题")
    with pytest.raises(WrongState):
        actions.approve(
            story=story, step=ReviewStep.FIRST, revision_id=read, by=make_editor(Role.REVIEWER)
        )


def test_the_author_in_another_tab_of_the_back_office_is_refused(client):
    author = make_editor(Role.CHIEF_EDITOR)
    story = bring_to(ReviewStep.FINAL, story=make_story(by=author), by=make_editor())
    client.force_login(author)
    turn = story.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "approve", turn.pk])
    client.post(url)
    client.post(
        reverse("newsroom:approve", args=[story.pk]),
        {"step": "final", "revision_id": story.latest_revision_id},
    )
    assert not Story.objects.get(pk=story.pk).live


def test_a_role_that_was_taken_away_reviews_nothing_any_more():
    story, reviewer = bring_to(ReviewStep.SECOND), make_editor(Role.REVIEWER)
    reviewer.person.grants.all().delete()
    gone = type(reviewer).objects.get(pk=reviewer.pk)
    with pytest.raises(Refused):
        approve(story, by=gone)


def test_no_version_goes_live_by_any_other_road(client):
    chief = make_editor(Role.CHIEF_EDITOR)
    story = bring_to(ReviewStep.FINAL)
    with pytest.raises(Refused):
        story.get_latest_revision().publish()
    story.live = True
    with pytest.raises(Refused):
        story.save()
    client.force_login(chief)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{url}?id={story.pk}")
    assert not Story.objects.get(pk=story.pk).live


def test_forged_rows_of_one_person_do_not_publish():
    story, one = make_story(by=make_editor()), make_editor(Role.CHIEF_EDITOR)
    story = submit(story, by=make_editor())
    state = story.current_workflow_state
    for task in Review.objects.all():
        TaskState.objects.create(
            workflow_state=state, revision=story.latest_revision, task=task, finished_by=one,
            status=TaskState.STATUS_APPROVED, finished_at=clock.now(),
        )  # fmt: skip
    assert not three_reviews.is_approved(story.latest_revision)
    with pytest.raises(Refused):
        story.get_latest_revision().publish()


def test_approvals_older_than_the_text_do_not_count():
    story = make_published()
    revision = story.live_revision
    story.unpublish()
    later = revision.created_at + timedelta(days=9)
    Revision.objects.filter(pk=revision.pk).update(created_at=later)
    with pytest.raises(Refused):
        Revision.objects.get(pk=revision.pk).publish()


def test_three_rounds_of_one_review_each_are_no_three_reviews():
    story, author = make_story(by=make_editor()), make_editor()
    for role in REVIEWERS:
        story = submit(story, by=author)
        story = approve(story, by=make_editor(role if role == Role.EDITOR else Role.REVIEWER))
        actions.call_off(story=story, by=author)
    assert not three_reviews.is_approved(Story.objects.get(pk=story.pk).latest_revision)


def test_a_correction_is_reviewed_three_times_and_old_authors_may_review_it():
    first_author = make_editor(Role.REVIEWER)
    story = make_published(editor=first_author)
    story = edit(story, by=make_editor(), title="更正后的标题")
    actions.announce(story=story, kind="correction", text="标题中的日期有误", by=make_editor())
    story = bring_to(ReviewStep.SECOND, story=story)
    assert policies.can(first_author, "approve", story=story)
    assert Story.objects.get(pk=story.pk).title != "更正后的标题"
    story = review(story)
    assert story.title == "更正后的标题"


def test_a_story_is_taken_out_of_review_by_its_authors_alone():
    author = make_editor()
    story = bring_to(ReviewStep.SECOND, story=make_story(by=author), by=author)
    with pytest.raises(Refused):
        actions.call_off(story=story, by=make_editor(Role.CHIEF_EDITOR))
    story = actions.call_off(story=story, by=author)
    assert policies.review_state(story) == ReviewState.ENDED
    with pytest.raises(WrongState):
        actions.call_off(story=story, by=author)


def test_handing_in_twice_is_refused_and_unchanged_stories_stay_out_of_review():
    editor = make_editor()
    story = actions.submit(story=make_story(by=editor), by=editor)
    with pytest.raises(WrongState):
        actions.submit(story=story, by=editor)
    with pytest.raises(Conflict):
        actions.submit(story=make_published(), by=editor)
    with pytest.raises(Refused):
        actions.submit(story=make_story(by=editor), by=make_user(Role.OFFICER))


@pytest.mark.parametrize("reason", ["", "  ", "\0\0\0\0", "改"])
def test_sending_back_needs_words(reason):
    story = bring_to(ReviewStep.FIRST)
    with pytest.raises(QixinError):
        actions.send_back(story=story, reason=reason, by=make_editor())
    assert policies.review_state(Story.objects.get(pk=story.pk)) == ReviewState.FIRST


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_time_in_the_past_publishes_with_the_final_review_a_later_one_waits(hours):
    editor = make_editor()
    story = edit(make_story(by=editor), by=editor, go_live_at=clock.now() + timedelta(hours=hours))
    story = review(submit(story, by=editor))
    assert story.live == (hours < 0)
    assert bool(story.approved_schedule) == (hours > 0)


def test_what_was_approved_for_later_survives_a_restart_and_is_asked_again():
    editor = make_editor()
    story = edit(make_story(by=editor), by=editor, go_live_at=clock.now() + timedelta(hours=3))
    story = review(submit(story, by=editor))
    actions.doubt(story=story, claim="全区学校明天开学", by=editor)
    due = clock.now() - timedelta(minutes=1)
    revision = story.latest_revision
    revision.content["go_live_at"] = due.isoformat()
    revision.approved_go_live_at = due
    revision.save(update_fields=["content", "approved_go_live_at"])
    assert publish_due() == (0, 1)
    stopped = journal.timeline(story).last()
    assert (stopped.verb, stopped.detail["stops"]) == ("newsroom.stopped", ["claim"])


def test_a_title_of_emoji_goes_the_whole_way():
    story = make_published(title="🎉🚑💪")
    assert story.live
    assert story.title == "🎉🚑💪"


def test_a_reviewer_does_not_end_a_round_in_the_back_office_without_a_word(client):
    author, reviewer = make_editor(), make_editor(Role.REVIEWER)
    story = bring_to(ReviewStep.SECOND, story=make_story(by=author), by=author)
    edit_url = reverse("wagtailadmin_pages:edit", args=[story.pk])
    client.force_login(reviewer)
    assert 'name="action-cancel-workflow"' not in client.get(edit_url).content.decode()
    client.post(edit_url, post_of(story, **{"action-cancel-workflow": "1"}))
    assert policies.review_state(Story.objects.get(pk=story.pk)) == ReviewState.SECOND
    client.force_login(author)
    client.post(edit_url, post_of(story, **{"action-cancel-workflow": "1"}))
    assert policies.review_state(Story.objects.get(pk=story.pk)) == ReviewState.ENDED


@pytest.mark.parametrize(("comment", "state"), [("", "first"), ("导语请再核实", "ended")])
def test_sending_back_in_the_back_office_asks_for_words(client, comment, state):
    story = bring_to(ReviewStep.FIRST)
    client.force_login(make_editor())
    turn = story.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "reject", turn.pk])
    client.post(url, {"comment": comment})
    assert policies.review_state(Story.objects.get(pk=story.pk)) == state
