"""What Wagtail and the rooms below tell us."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.core.management import call_command
from django.db import transaction
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.models import TaskState
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    pre_page_move,
    task_approved,
    task_rejected,
    task_submitted,
    workflow_cancelled,
    workflow_submitted,
)

from qixin.core import clock
from qixin.core.actors import SYSTEM, Actor
from qixin.newsroom import actions, publication
from qixin.newsroom.actions.picturing import note_change, parts_of
from qixin.newsroom.actions.showing import withdraw
from qixin.newsroom.models import Column, Home, Picture, Story, StorySource, Topic
from qixin.newsroom.models.stories import beginning_again
from qixin.newsroom.policies import (
    check_can_move_into,
    check_column_takes,
    check_may_go_live,
)
from qixin.newsroom.publication.neighbours import Spot
from qixin.newsroom.publication.rumours import render_facts
from qixin.newsroom.publication.sections import sections_above
from qixin.newsroom.selectors.facts import answered_about
from qixin.newsroom.signals import section_changed
from qixin.newsroom.tasks import write_lists_behind
from qixin.newsroom.three_reviews import step_of
from qixin.people.models import User
from qixin.people.signals import grants_changed
from qixin.reports.actions import unsettle
from qixin.reports.signals import consent_withdrawn

SECTIONS = (Home, Topic, Column)


@receiver(post_migrate)
def found_the_newsroom(sender: Any, **_: Any) -> None:
    # auth stands after all apps whose permissions the groups need
    if sender.label == "auth":
        # Wagtail clears its cache of sites while pages are made, and the cache is a table.
        call_command("createcachetable", verbosity=0)
        actions.ensure_newsroom()


@receiver(grants_changed)
def follow_grants(sender: Any, person: Any, **_: Any) -> None:
    user = User.objects.filter(person=person).first()
    if user is not None:
        actions.sync_groups(user=user)


@receiver(user_logged_in)
def follow_grants_at_sign_in(sender: Any, user: User, **_: Any) -> None:
    actions.sync_groups(user=user)


@receiver(pre_save, sender=Story)
def guard_publication(sender: Any, instance: Story, raw: bool = False, **kwargs: Any) -> None:
    """The last guard: on every road a version goes live reviewed and unstopped, or not at all."""
    fields = kwargs.get("update_fields")
    if raw or not instance.live or (fields is not None and "live" not in fields):
        return
    before = Story.objects.filter(pk=instance.pk).values_list("live", "live_revision_id").first()
    if before != (True, instance.live_revision_id):
        check_may_go_live(instance)
        if before is None or not before[0]:
            check_column_takes(instance)
        instance.published_on = instance.published_on or clock.now()


@receiver(page_published)
def went_live(sender: Any, instance: Any, revision: Any, **_: Any) -> None:
    if isinstance(instance, Story):
        # Wagtail tells of what was approved for later, too: then nothing is out yet.
        if instance.live:
            actions.record_publication(story=instance, by=_approver(revision))
    elif isinstance(instance, SECTIONS):
        _section_changed(instance)


@receiver(page_unpublished)
def came_off(sender: Any, instance: Any, **_: Any) -> None:
    page = instance.specific
    if isinstance(page, Story):
        actions.record_removal(story=page, by=_who_acts())
    elif isinstance(page, Topic | Column):
        transaction.on_commit(lambda: publication.remove_section(page))
        _section_changed(page)


@receiver(pre_delete, sender=Story)
def forget_sources(sender: Any, instance: Story, **_: Any) -> None:
    """A deleted story leaves no fate behind, unless it was published: then it was dropped."""
    instance.stood_in, instance.answered = instance.column, answered_about(instance)
    actions.make_unfindable(story_id=instance.pk)
    if instance.first_published_at is None:
        for source in StorySource.objects.filter(story=instance).select_related("report"):
            unsettle(report=source.report, thing=instance.thing, by=_who_acts())


@receiver(post_delete, sender=Story)
def lists_without_it(sender: Any, instance: Story, **_: Any) -> None:
    """Once more, after the row is gone: Wagtail tells of the removal before."""
    if instance.first_published_at is not None:
        _write_lists_of(instance.stood_in)
        transaction.on_commit(lambda: render_facts(instance.answered))


@receiver(pre_save, sender=Picture)
def remember_picture(sender: Any, instance: Picture, **_: Any) -> None:
    """What it was called before, for the journal."""
    known = Picture.objects.filter(pk=instance.pk).first() if instance.pk else None
    instance.parts_before = parts_of(known) if known is not None else None


@receiver(post_save, sender=Picture)
def picture_saved(sender: Any, instance: Picture, created: bool, **_: Any) -> None:
    """Whoever saves it: the credit may be put right where a picture is kept, without any story."""
    if not created:
        if instance.parts_before is not None:
            note_change(picture=instance, before=instance.parts_before, by=_who_acts())
        transaction.on_commit(lambda: publication.picture_changed(instance))


@receiver(pre_page_move)
def may_move(
    sender: Any, instance: Any, parent_page_before: Any, parent_page_after: Any, **_: Any
) -> None:
    """Whoever moves it. At a merged column's address a page leads on, so no list belongs there."""
    target = parent_page_after.specific
    stays = parent_page_before.pk == target.pk
    if isinstance(instance.specific, Story) and isinstance(target, Column) and not stays:
        check_can_move_into(target)


@receiver(post_page_move)
def moved(sender: Any, instance: Any, parent_page_before: Any, **_: Any) -> None:
    page = instance.specific
    if isinstance(page, Story) and page.live:
        until_now = Spot.last_of(page)
        actions.make_findable(story=page)
        before = parent_page_before.specific
        columns = {one.pk: one for one in (before, page.column) if isinstance(one, Column)}
        transaction.on_commit(lambda: publication.publish(page, until_now=until_now))
        for column in columns.values():
            _write_lists_of(column)
    elif isinstance(page, SECTIONS):
        _section_changed(page)


@receiver(page_slug_changed)
def address_changed(sender: Any, instance: Any, instance_before: Any, **_: Any) -> None:
    before = instance_before.specific
    if isinstance(before, Topic | Column):
        transaction.on_commit(lambda: publication.remove_section(before))
    if isinstance(before, Column):
        actions.unsync_label(column=before)


@receiver(workflow_submitted)
def submitted(sender: Any, instance: Any, user: Any, **_: Any) -> None:
    if not beginning_again.get():
        _step(instance.content_object, "submit", user)


@receiver(task_submitted)
def turn_begins(sender: Any, instance: TaskState, user: Any, **_: Any) -> None:
    story = instance.revision.content_object.specific
    if isinstance(story, Story) and story.urgent_at is not None:
        actions.tell_reviewers(story=story, turn=instance, by=user)


@receiver(task_approved)
def approved(sender: Any, instance: TaskState, user: Any, **_: Any) -> None:
    _step(instance.revision.content_object, "approve", user, **_of_turn(instance))


@receiver(task_rejected)
def sent_back(sender: Any, instance: TaskState, user: Any, **_: Any) -> None:
    page = instance.revision.content_object
    _step(page, "send_back", user, **_of_turn(instance), reason=instance.comment)
    if isinstance(page.specific, Story):
        submitter = instance.workflow_state.requested_by
        actions.tell_author(story=page.specific, user=submitter, by=user)


@receiver(workflow_cancelled)
def round_ended(sender: Any, instance: Any, user: Any, **_: Any) -> None:
    turn = instance.current_task_state
    if beginning_again.get():
        _step(instance.content_object, "change", user, **_of_turn(turn))
    elif turn.status != TaskState.STATUS_REJECTED:
        _step(instance.content_object, "call_off", user, **_of_turn(turn))


def _write_lists_of(column: Column) -> None:
    """The lists of a column and above it: what readers see first now, everything by a job."""
    sections = sections_above(column)
    transaction.on_commit(lambda: publication.render_lists(sections))
    transaction.on_commit(lambda: write_lists_behind(column))


def _step(page: Any, verb: str, user: Any, **detail: Any) -> None:
    page = page.specific
    if isinstance(page, Story):
        actions.record_step(story=page, verb=verb, by=user or SYSTEM, **detail)


def _of_turn(turn: TaskState) -> dict[str, Any]:
    return {"step": str(step_of(turn) or ""), "revision": turn.revision_id}


def _section_changed(page: Any) -> None:
    if isinstance(page, Column):
        actions.sync_label(column=page)
    transaction.on_commit(lambda: section_changed.send(sender=type(page), page=page))


def _approver(revision: Any) -> Actor:
    """Who let this version out: whoever approved it, else whoever wrote it."""
    approval = (
        TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED)
        .order_by("-finished_at")
        .first()
    )
    if approval is not None and approval.finished_by is not None:
        return approval.finished_by
    return revision.user or _who_acts()


def _who_acts() -> Actor:
    return get_active_log_context().user or SYSTEM


@receiver(consent_withdrawn)
def take_off_what_was_shown(sender: Any, report: Any, by: Actor, **_: Any) -> None:
    withdraw(report=report, by=by)
