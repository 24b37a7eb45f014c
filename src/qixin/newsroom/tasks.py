"""Background jobs of the newsroom."""

import logging
from collections.abc import Callable
from datetime import datetime

from django_tasks import task

from qixin.core.queues import LONG
from qixin.newsroom import publication
from qixin.newsroom.actions import find_missing, publish_due, sync_groups, tell_overdue
from qixin.newsroom.actions.calling import close_due
from qixin.newsroom.actions.clipping import convert, take_up_left
from qixin.newsroom.actions.going_out import tell_out_too_long
from qixin.newsroom.actions.indexing import fill, needs_filling, send_waiting
from qixin.newsroom.actions.posting import post_waiting
from qixin.newsroom.actions.rebuilding import begin_build, go_on_building, looks_old
from qixin.newsroom.actions.streaming import drop_recordings
from qixin.newsroom.models import Column, SiteBuild, Story
from qixin.newsroom.publication import news
from qixin.newsroom.publication.lists_due import note_due, write_next
from qixin.newsroom.publication.live import write_behind
from qixin.newsroom.publication.rumours import render_fact, unrendered_facts
from qixin.newsroom.search.server import Away, is_set, server
from qixin.newsroom.stops import PublicationStopped
from qixin.people.models import User

logger = logging.getLogger(__name__)


@task()
def write_due_lists() -> None:
    """The list that has waited longest; the next one behind whatever else is waiting by then."""
    if write_next():
        write_due_lists.enqueue()


@task(queue_name=LONG)
def write_site(build: int) -> int:
    """Every page, on from where a worker was killed over it. Returns the number of stories."""
    started = SiteBuild.objects.get(pk=build)
    go_on_building(started=started)
    return started.written


@task()
def write_old_looks() -> None:
    """Every page, where a new release looks different from the one that wrote them."""
    if looks_old():
        write_site_after()


@task()
def write_missing() -> int:
    """What is missing on the site: the machine stopped, or the disk was full."""
    find_missing()
    missing, untold = publication.unrendered(), publication.untold()
    for story in missing:
        try:
            publication.publish(story)
        except PublicationStopped:
            # it holds up nobody: the log says which, and its final reviewer sees why
            logger.exception("story %s: its page could not be written", story.pk)
    for story in untold:
        publication.remove(story)
    facts = unrendered_facts()
    for rumour in facts:
        render_fact(rumour)
    write_due_lists.enqueue()
    return len(missing) + len(untold) + len(facts) + write_behind()


@task()
def publish_what_is_due() -> int:
    """Scheduled publications; returns how many went out."""
    return publish_due()[0]


@task()
def tell_overdue_reviews() -> int:
    """Urgent reviews that nobody took in time; returns how many were told of."""
    return tell_overdue()


@task(queue_name=LONG)
def sync_all_groups() -> int:
    """Grants that ended or began by themselves; returns the number of accounts looked at."""
    users = User.objects.filter(person__grants__isnull=False).distinct()
    for user in users:
        sync_groups(user=user)
    return len(users)


@task()
def forget_old_news() -> int:
    """What open pages were told of days ago; returns how many rows went."""
    return news.forget_old()


@task()
def post_packages() -> int:
    """E-mail the packages that wait; returns how many went out."""
    return post_waiting()


@task()
def tell_of_reporters_out() -> int:
    """Tell of reporters who are out for too long; returns how many."""
    return tell_out_too_long()


@task()
def close_calls_due() -> int:
    """Close the call-outs whose deadline has passed; returns how many."""
    return close_due()


@task(queue_name=LONG)
def convert_clip(clip_id: int) -> str:
    """Make one clip playable; returns its state."""
    return convert(clip_id)


def take_up_clips() -> None:
    """Begin again what a killed job left."""
    for clip_id in take_up_left():
        convert_clip.enqueue(clip_id)


@task()
def drop_old_recordings() -> int:
    """Keep recordings within the disk's budget; returns how many pieces went."""
    return drop_recordings()


@task(queue_name=LONG)
def fill_search_index() -> int:
    """Have OpenSearch hold what is published; returns how many rows."""
    return fill()


def send_waiting_changes() -> None:
    """What OpenSearch could not take in when it was committed; the worker tries on."""
    _while_it_answers(send_waiting)


def fill_where_it_lacks() -> None:
    """OpenSearch is new, was wiped, or was not set for a while."""
    if _while_it_answers(needs_filling):
        fill_search_index.enqueue()


def _while_it_answers(work: Callable[[], object]) -> object:
    if not is_set() or server().is_let_alone:
        return None
    try:
        return work()
    except Away as why:
        server().let_alone(why)
        return None


def write_lists_after(*, story: Story, since: datetime | None, **_news: object) -> None:
    """Hears story_published and story_unpublished."""
    write_lists_behind(Column.objects.parent_of(story).first(), since)


def write_lists_behind(column: Column | None, since: datetime | None = None) -> None:
    """Older pages and sitemaps of the lists above a story: soon, and once for many stories."""
    if note_due(column, since):
        write_due_lists.enqueue()


def write_site_after(**_news: object) -> None:
    """Hears section_changed: a name that stands in every page has changed."""
    write_site.enqueue(begin_build().pk)
