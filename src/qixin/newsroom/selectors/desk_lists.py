"""The desk: what an editor has before them, in lists that begin on one page and go on on others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, WorkflowState

from qixin.core import clock
from qixin.core.errors import NotFound
from qixin.newsroom import holds
from qixin.newsroom.enums import DeskList
from qixin.newsroom.models import Story
from qixin.newsroom.selectors.sections import columns_of_editor
from qixin.newsroom.selectors.stories import stories
from qixin.newsroom.selectors.turns import Waiting, sent_back, waiting_for
from qixin.people.models import User

FIRST, PAGE = 20, 50
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Listed:
    """The beginning of a list, and how many there are in all."""

    which: DeskList
    stories: list[Story]
    count: int

    @property
    def goes_on(self) -> bool:
        return self.count > len(self.stories)


def desk(user: User) -> dict[DeskList, Listed]:
    """The lists of the newsroom's page, each with its first stories."""
    found = {}
    queue = _Queue(user)
    for which in DeskList:
        page = Paginator(queue.pks_of(which), FIRST).page(1)
        found[which] = Listed(which, _read(user, page.object_list, queue), page.paginator.count)
    return found


def desk_list(user: User, which: str, page: str | None) -> ListPage[Any]:
    """One of the lists as a whole, by pages. Raises NotFound for a list that there is not."""
    if which not in DeskList.values:
        raise NotFound(_("There is no such list."))
    queue = _Queue(user)
    found = Paginator(queue.pks_of(DeskList(which)), PAGE).get_page(page)
    found.object_list = _read(user, found.object_list, queue)
    return found


class _Queue:
    """What waits for a review, read once for the two lists that it is divided into."""

    def __init__(self, user: User) -> None:
        self.user, self._waits = user, None  # type: dict[int, Waiting] | None

    @property
    def waits(self) -> dict[int, Waiting]:
        """By story; what is urgent comes first, then what has waited longest."""
        if self._waits is None:
            order = F("urgent_at").asc(nulls_last=True), "latest_revision_created_at", "pk"
            queue = list(stories(self.user).filter(_waiting()).defer("body").order_by(*order))
            told = waiting_for(self.user, queue)
            self._waits = {one.pk: told[one.pk] for one in queue if one.pk in told}
        return self._waits

    def pks_of(self, which: DeskList) -> Sequence[int] | QuerySet[Story, int]:
        """The ids of the stories of a list, in its order."""
        if which in (DeskList.FOR_ME, DeskList.WAITING):
            mine = which == DeskList.FOR_ME
            return [pk for pk, waits in self.waits.items() if waits.is_for_me == mine]
        return _LISTS[which](stories(self.user), self.user).values_list("pk", flat=True)


def _in_progress(seen: QuerySet[Story]) -> QuerySet[Story]:
    # a new version of a published story is in work, too
    in_work = Q(live=False, expired=False) | Q(has_unpublished_changes=True)
    later = Q(pk__in=_approved_for_later())
    # By their indexes: a handful among all that was ever published.
    pages = Page.objects.order_by()
    offline = pages.filter(live=False).values("pk")
    changed = pages.filter(has_unpublished_changes=True).values("pk")
    return (
        seen.filter(in_work, pk__in=offline.union(changed))
        .exclude(_waiting() | later)
        .order_by("-latest_revision_created_at", "-pk")
    )


def _mine(user: User) -> Q:
    return Q(owner=user) | Q(latest_revision__user=user)


def _of_own_columns(seen: QuerySet[Story], user: User) -> QuerySet[Story]:
    below = Q(pk__in=[])
    for column in columns_of_editor(user):
        below |= Q(path__startswith=column.path)
    return _in_progress(seen).exclude(_mine(user)).filter(below)


def _scheduled(seen: QuerySet[Story], user: User) -> QuerySet[Story]:
    return seen.filter(pk__in=_approved_for_later()).order_by("go_live_at", "pk")


def _published_today(seen: QuerySet[Story], user: User) -> QuerySet[Story]:
    start, end = clock.day_bounds(clock.today())
    today = seen.filter(live=True, published_on__gte=start, published_on__lt=end)
    return today.order_by("-published_on", "-pk")


_LISTS: dict[DeskList, Callable[[QuerySet[Story], User], QuerySet[Story]]] = {
    DeskList.MINE: lambda seen, user: _in_progress(seen).filter(_mine(user)),
    DeskList.IN_CHARGE: _of_own_columns,
    DeskList.SCHEDULED: _scheduled,
    DeskList.PUBLISHED: _published_today,
}


def _read(user: User, pks: Sequence[int], queue: _Queue) -> list[Story]:
    """The stories with these ids in this order, with what a row says of them."""
    wanted = list(pks)
    if not wanted:
        return []
    rows = stories(user).filter(pk__in=wanted).annotate_approved_schedule().specific()
    by_pk = {one.pk: one for one in rows.prefetch_workflow_states()}
    found = [by_pk[pk] for pk in wanted if pk in by_pk]
    returned, open_at = sent_back(found), holds.open_at(found)
    for story in found:
        story.waits = queue.waits.get(story.pk)
        story.came_back = story.pk in returned
        story.open_at = open_at.get(story.pk, [])
    return found


def _waiting() -> Q:
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    return Q(pk__in=[int(key) for key in states.values_list("object_id", flat=True)])


def _approved_for_later() -> list[int]:
    return [story for story, _version in approved_for_later()]


def approved_for_later() -> list[tuple[int, int]]:
    """What three people approved and waits for its time: the ids of story and version."""
    # A comparison, for SQLite uses no index to find what is not null; and without the kind, whose
    # index would lead to every version of every story.
    approved = Revision.objects.filter(approved_go_live_at__gt=_LONG_AGO)
    kind = ContentType.objects.get_for_model(Story).pk
    found = approved.values_list("content_type_id", "object_id", "pk")
    return [(int(key), version) for of, key, version in found if of == kind]
