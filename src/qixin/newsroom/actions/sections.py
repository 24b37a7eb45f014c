"""Topics and their columns: opened, changed, paused, archived, merged. The chief editor's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from qixin.core import clock, journal
from qixin.core.errors import Conflict, Invalid
from qixin.core.plain_text import one_line
from qixin.newsroom import publication
from qixin.newsroom.actions.calling import move_calls
from qixin.newsroom.column_sets import ColumnGiven
from qixin.newsroom.enums import Colour, SectionState
from qixin.newsroom.models import Column, Home, ReaderMessage, Story, Topic
from qixin.newsroom.policies import check_can_move_into, check_section_step
from qixin.newsroom.publication.sections import sections_above
from qixin.newsroom.workflow import JOURNAL
from qixin.people.models import User
from qixin.people.permissions import check_permission, has_permission

MOST_COLUMNS = 30
_Section = TypeVar("_Section", Topic, Column)


@dataclass(frozen=True)
class SectionGiven:
    """What a topic and a column have in common, as the chief editor enters it; `slug` is wanted for
    the address, where it is still free when the section is opened."""

    name: str
    name_en: str = ""
    summary: str = ""
    summary_en: str = ""
    slug: str = ""


@dataclass(frozen=True)
class ColumnSettings:
    """What a column has besides."""

    colour: Colour = Colour.TEAL
    keywords: str = ""
    editor: User | None = None


@transaction.atomic
def open_topic(*, given: SectionGiven, columns: Iterable[ColumnGiven], by: User) -> Topic:
    """A topic with its columns, open to readers at once.

    Raises Refused, Invalid for a name that is missing or must not be published.
    """
    check_permission(by, "newsroom.manage")
    topic = Topic(slug=_free_slug(Topic, given, "topic"), owner=by)
    _put(topic, given, parent=Home.objects.get(), by=by)
    journal.write(verb=JOURNAL["open_topic"], subject=topic, by=by, detail={"name": topic.title})
    for one in list(columns)[:MOST_COLUMNS]:
        section = SectionGiven(one.name, one.name_en)
        settings = ColumnSettings(one.colour, one.keywords)
        open_column(topic=topic, given=section, settings=settings, by=by)
    return Topic.objects.get(pk=topic.pk)


@transaction.atomic
def set_topic(
    *,
    topic: Topic,
    given: SectionGiven,
    by: User,
    lead: Story | None = None,
    version: int | None = None,
) -> Topic:
    """Change a topic's names, and which story leads it; None is the newest.

    Raises Refused, Conflict where somebody else changed it, Invalid for a lead of another topic.
    """
    check_permission(by, "newsroom.manage")
    held = _held(Topic, topic, version)
    if lead is not None and not (lead.live and lead.is_descendant_of(held)):
        raise Invalid(_("Only a published story of this topic can lead it."))
    held.lead = lead
    _save(held, given, by=by)
    journal.write(verb=JOURNAL["set_topic"], subject=held, by=by, detail={"name": held.title})
    return held


@transaction.atomic
def open_column(
    *, topic: Topic | None, given: SectionGiven, settings: ColumnSettings, by: User
) -> Column:
    """A column of a topic, or of the site itself. Raises Refused, Invalid, WrongState where the
    topic is archived."""
    check_permission(by, "newsroom.manage")
    if topic is not None:
        topic = _held(Topic, topic)
        check_section_step("topic", "archive", topic.state)
    column = Column(slug=_free_slug(Column, given, "column"), owner=by)
    _apply(column, settings)
    _put(column, given, parent=topic or Home.objects.get(), by=by)
    journal.write(verb=JOURNAL["open_column"], subject=column, by=by, detail={"name": column.title})
    return Column.objects.get(pk=column.pk)


@transaction.atomic
def set_column(
    *,
    column: Column,
    given: SectionGiven,
    settings: ColumnSettings,
    by: User,
    version: int | None = None,
) -> Column:
    """Change a column; its address stays. Raises Refused, Invalid, Conflict."""
    check_permission(by, "newsroom.manage")
    held = _held(Column, column, version)
    _apply(held, settings)
    _save(held, given, by=by)
    detail = {"name": held.title, "user": held.editor_id}
    journal.write(verb=JOURNAL["set_column"], subject=held, by=by, detail=detail)
    return held


@transaction.atomic
def move_column(*, column: Column, verb: str, by: User) -> Column:
    """`pause`, `resume`, `archive` or `reopen` a column. Raises Refused, WrongState."""
    check_permission(by, "newsroom.manage")
    return _move_column(_held(Column, column), verb, by=by)


@transaction.atomic
def arrange_column(*, column: Column, up: bool, by: User) -> Column:
    """Move a column one place up or down among those beside it; the first goes no further up.

    Its lists and those above it are written at once, what else names the columns by a job. Raises
    Refused, Invalid for one that was merged.
    """
    check_permission(by, "newsroom.manage")
    parent = Page.objects.select_for_update(of=("self",)).get(pk=column.get_parent().pk)
    shown = Column.objects.child_of(parent).exclude(state=SectionState.MERGED)
    beside = list(shown.order_by("path"))
    places = [one.pk for one in beside]
    if column.pk not in places:
        raise Invalid(_("It was merged into another column and has no place of its own any more."))
    at = places.index(column.pk)
    other = at - 1 if up else at + 1
    if 0 <= other < len(places):
        beside[at].move(beside[other], "left" if up else "right", user=by)
        detail = {"name": beside[at].title, "position": other + 1}
        journal.write(verb=JOURNAL["arrange_column"], subject=column, by=by, detail=detail)
    moved = Column.objects.get(pk=column.pk)
    transaction.on_commit(lambda: publication.render_lists(sections_above(moved)))
    return moved


@transaction.atomic
def archive_topic(*, topic: Topic, by: User) -> Topic:
    """The topic and all its columns are to be read only from now on. Raises Refused, WrongState."""
    check_permission(by, "newsroom.manage")
    held = _held(Topic, topic)
    _step(held, "topic", "archive", by=by)
    for column in Column.objects.child_of(held).filter(
        state__in=(SectionState.ACTIVE, SectionState.PAUSED)
    ):
        _move_column(column, "archive", by=by)
    return held


@transaction.atomic
def reopen_topic(*, topic: Topic, by: User) -> Topic:
    """The topic goes on; its columns are reopened one by one. Raises Refused, WrongState."""
    check_permission(by, "newsroom.manage")
    held = _held(Topic, topic)
    _step(held, "topic", "reopen", by=by)
    return held


def merge_columns(*, column: Column, into: Column, by: User) -> Column:
    """All stories of `column`, what readers said under it and its call-outs move to `into`; its
    address leads there.

    Raises Refused, Invalid for the column itself, WrongState where one of them was merged before or
    `into` takes no stories.
    """
    # Every list is written once, after the last story has moved.
    with publication.lists_at_the_end(), transaction.atomic():
        check_permission(by, "newsroom.manage")
        held, target = _held(Column, column), _held(Column, into)
        if held.pk == target.pk:
            raise Invalid(_("Choose another column to merge into."))
        check_can_move_into(target)
        for story in Story.objects.child_of(held):
            story.move(Column.objects.get(pk=target.pk), "last-child")
        held = Column.objects.get(pk=held.pk)
        # what readers said under the column goes where its address leads
        messages = ReaderMessage.objects.filter(page=held.pk).update(page=target.pk)
        calls = move_calls(column=held, into=target, by=by)
        held.merged_into = Column.objects.get(pk=target.pk)
        _step(held, "column", "merge", by=by, journaled="merge_columns", into=target.title,
              messages=messages, calls=calls)  # fmt: skip
        transaction.on_commit(lambda: publication.lead_on(held))
    return Column.objects.get(pk=held.pk)


def _move_column(column: Column, verb: str, *, by: User) -> Column:
    topic = column.topic
    if verb == "reopen" and topic is not None and topic.state == SectionState.ARCHIVED:
        raise Conflict(_("Its topic is archived. Reopen the topic first."))
    _step(column, "column", verb, by=by)
    return column


def _step(
    section: Any, noun: str, verb: str, *, by: User, journaled: str = "", **detail: Any
) -> None:
    section.state = check_section_step(noun, verb, section.state)
    _publish(section, by=by)
    journal.write(
        verb=JOURNAL[journaled or f"{verb}_{noun}"],
        subject=section,
        by=by,
        detail={"name": section.title} | detail,
    )


def _held(model: type[_Section], section: _Section, version: int | None = None) -> _Section:
    held: _Section = model.objects.select_for_update(of=("self",)).get(pk=section.pk)
    if version is not None and version != held.latest_revision_id:
        raise Conflict(_("Somebody else changed this meanwhile. Load the page again."))
    return held


def _put(section: Any, given: SectionGiven, *, parent: Any, by: User) -> None:
    _fill(section, given)
    try:
        parent.add_child(instance=section)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from None
    _publish(section, by=by)


def _save(section: Any, given: SectionGiven, *, by: User) -> None:
    _fill(section, given)
    try:
        section.full_clean()
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from None
    _publish(section, by=by)


def _publish(section: Any, *, by: User) -> None:
    section.save_revision(user=by).publish(user=by)


def _fill(section: Any, given: SectionGiven) -> None:
    name = one_line(given.name)
    if not name:
        raise Invalid(_("Give it a name."))
    section.title, section.draft_title = name, name
    section.name_en, section.summary = one_line(given.name_en), one_line(given.summary)
    section.summary_en = one_line(given.summary_en)


def _apply(column: Column, settings: ColumnSettings) -> None:
    if settings.editor is not None and not has_permission(settings.editor, "newsroom.edit"):
        raise Invalid(_("%(name)s may not edit stories.") % {"name": settings.editor})
    column.colour, column.keywords = settings.colour, one_line(settings.keywords)
    column.editor = settings.editor


def _free_slug(model: Any, given: SectionGiven, kind: str) -> str:
    """From the English name, which an address can bear; else from the day."""
    wanted = slugify(given.slug or given.name_en)[:40] or f"{kind}-{clock.today():%Y%m%d}"
    slug, number = wanted, 1
    while model.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug
