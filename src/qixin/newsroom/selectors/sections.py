"""Topics with their columns, and what stands in them, for the chief editor."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import NotFound
from qixin.newsroom.enums import SectionState
from qixin.newsroom.models import Column, PublicText, Story, Topic
from qixin.newsroom.tree import BY_PATH, live_below
from qixin.people.enums import Role
from qixin.people.models import Grant, User
from qixin.people.permissions import has_permission

LEADS = 30


@dataclass(frozen=True)
class ColumnRow:
    """A column with the number of its published stories, all and today's."""

    column: Column
    stories: int
    today: int


@dataclass(frozen=True)
class TopicRow:
    """A topic, or the site itself where it is None, with its columns in their order."""

    topic: Topic | None
    columns: list[ColumnRow]


def sections(user: User) -> list[TopicRow]:
    """Topics in the order of the site, the archived ones last; then the columns without a topic.
    Four queries, however many columns and stories."""
    if not has_permission(user, "newsroom.manage"):
        return []
    today, not_out = _published_today(), _not_out()
    rows = [
        # the tree knows how many there are in all, and those not out are few
        ColumnRow(column, column.numchild - not_out[column.path], today.get(column.pk, 0))
        for column in Column.objects.select_related("editor__person").order_by(BY_PATH)
    ]
    topics = sorted(Topic.objects.all(), key=lambda t: (t.state == SectionState.ARCHIVED, t.path))
    found = [
        TopicRow(topic, [r for r in rows if r.column.path.startswith(topic.path)])
        for topic in topics
    ]
    alone = [r for r in rows if not any(r.column.path.startswith(t.path) for t in topics)]
    return [*found, TopicRow(None, alone)] if alone else found


def _published_today() -> dict[int, int]:
    """The number of today's stories by their column."""
    start, end = clock.day_bounds(clock.today())
    found = PublicText.objects.filter(published_on__gte=start, published_on__lt=end)
    return dict(found.values_list("column").annotate(n=Count("pk")))


def _not_out() -> Counter[str]:
    """The number of drafts and withdrawn stories by the path of their column."""
    paths = Story.objects.filter(live=False).order_by().values_list("path", flat=True)
    return Counter(path[: -Story.steplen] for path in paths)


def topic_for(user: User, pk: int) -> Topic:
    """Raises NotFound for none, or for whoever may not change topics."""
    found = Topic.objects.select_related("lead").filter(pk=pk).first()
    if found is None or not has_permission(user, "newsroom.manage"):
        raise NotFound(_("There is no such topic, or you may not change it."))
    return found


def column_for(user: User, pk: int) -> Column:
    """Raises NotFound, as `topic_for`."""
    found = Column.objects.select_related("editor__person", "merged_into").filter(pk=pk).first()
    if found is None or not has_permission(user, "newsroom.manage"):
        raise NotFound(_("There is no such column, or you may not change it."))
    return found


def possible_leads(topic: Topic) -> QuerySet[Story]:
    """The newest stories of a topic, and the one that leads it."""
    stories = live_below(topic.path).order_by("-published_on", "-pk")
    newest = list(stories.values_list("pk", flat=True)[:LEADS])
    return stories.filter(pk__in=[*newest, *filter(None, [topic.lead_id])])


def possible_editors() -> QuerySet[User]:
    """Whoever may be in charge of a column."""
    grants = Grant.objects.in_force().filter(
        role__in=(Role.EDITOR, Role.REVIEWER, Role.CHIEF_EDITOR)
    )
    users = User.objects.filter(is_active=True, person__in=grants.values("person"))
    return users.select_related("person").order_by("person__name", "pk")


def columns_of_editor(user: User) -> list[Column]:
    """The open columns that `user` is in charge of."""
    own = Column.objects.live().filter(editor=user, state=SectionState.ACTIVE)
    return list(own.order_by(BY_PATH))
