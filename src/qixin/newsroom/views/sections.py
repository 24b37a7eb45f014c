"""Topics and columns: opened, changed, paused, archived, merged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.core.errors import NotFound, QixinError
from qixin.newsroom import actions
from qixin.newsroom.forms.sections import ColumnForm, MergeForm, NewTopicForm, TopicForm
from qixin.newsroom.models import Column, Topic
from qixin.newsroom.selectors import sections as selectors
from qixin.newsroom.workflow import TRANSITIONS
from qixin.people.permissions import check_permission
from qixin.ui.http import back_to, filled, go

PAGE = 20
_SAID: dict[str, str | Promise] = {
    "pause": gettext_lazy("Paused: nothing new is suggested or begun in it."),
    "resume": gettext_lazy("It takes stories again."),
    "archive": gettext_lazy("Archived: it stays to be read."),
    "reopen": gettext_lazy("Reopened."),
}


@login_required
@require_safe
def sections(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "newsroom.manage")
    found = Paginator(selectors.sections(request.user), PAGE)
    context = {"page": found.get_page(request.GET.get("page"))}
    return render(request, "newsroom/sections.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_topic(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "newsroom.manage")
    form = NewTopicForm(request.POST or None)

    def write() -> Topic:
        return actions.open_topic(
            given=form.section(), columns=form.chosen_columns(), by=request.user
        )

    if (topic := _written(request, form, write)) is not None:
        said = _("“%(name)s” is open.") % {"name": topic.title}
        return go(request, "newsroom:topic", topic.pk, said=said)
    return _form(request, "newsroom/topic.html", form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.topic_for(request.user, pk)
    form = TopicForm(request.POST or None, topic=found)

    def write() -> Topic:
        return actions.set_topic(
            topic=found,
            given=form.section(),
            lead=form.cleaned_data["lead"],
            version=form.cleaned_data["version"],
            by=request.user,
        )

    if _written(request, form, write) is not None:
        return go(request, "newsroom:topic", found.pk, said=_("Kept."))
    rows = [row for row in selectors.sections(request.user) if row.topic == found]
    return _form(
        request, "newsroom/topic.html", form, topic=found, rows=rows, verbs=_verbs("topic", found)
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_column(request: HttpRequest) -> HttpResponse:
    """`?topic=` is the one that it belongs to; without it the column is the site's own."""
    check_permission(request.user, "newsroom.manage")
    given = request.GET.get("topic", "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
    of_topic = selectors.topic_for(request.user, number) if given else None
    form = ColumnForm(request.POST or None)

    def write() -> Column:
        return actions.open_column(
            topic=of_topic, given=form.section(), settings=form.settings(), by=request.user
        )

    if (column := _written(request, form, write)) is not None:
        said = _("“%(name)s” is open.") % {"name": column.title}
        return go(request, "newsroom:column", column.pk, said=said)
    return _form(request, "newsroom/column.html", form, topic=of_topic)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def column(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.column_for(request.user, pk)
    form = ColumnForm(request.POST or None, column=found)

    def write() -> Column:
        return actions.set_column(
            column=found,
            given=form.section(),
            settings=form.settings(),
            version=form.cleaned_data["version"],
            by=request.user,
        )

    if _written(request, form, write) is not None:
        return go(request, "newsroom:column", found.pk, said=_("Kept."))
    return _form(
        request,
        "newsroom/column.html",
        form,
        column=found,
        topic=found.topic,
        verbs=_verbs("column", found),
        merge_form=MergeForm(column=found),
    )


@login_required
@require_POST
def move_topic(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    moves = {"archive": actions.archive_topic, "reopen": actions.reopen_topic}
    if verb not in moves:
        raise NotFound(_("There is no such step."))
    moves[verb](topic=selectors.topic_for(request.user, pk), by=request.user)
    return go(request, "newsroom:topic", pk, said=_SAID[verb])


@login_required
@require_POST
def move_column(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One of its steps; or `up` or `down` among the columns beside it."""
    found = selectors.column_for(request.user, pk)
    if verb in ("up", "down"):
        actions.arrange_column(column=found, up=verb == "up", by=request.user)
        back = back_to(request, "newsroom:sections")
        return go(request, f"{back}#column-{pk}", said=_("Moved."))
    if verb not in _SAID:
        raise NotFound(_("There is no such step."))
    actions.move_column(column=found, verb=verb, by=request.user)
    return go(request, "newsroom:column", pk, said=_SAID[verb])


@login_required
@require_POST
def merge_columns(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.column_for(request.user, pk)
    into = filled(MergeForm(request.POST, column=found))["into"]
    actions.merge_columns(column=found, into=into, by=request.user)
    said = _("All stories stand in “%(name)s” now.") % {"name": into.title}
    return go(request, "newsroom:column", into.pk, said=said)


def _written(request: HttpRequest, form: Any, write: Callable[[], Any]) -> Any | None:
    """What `write` made; None where the form is asked for, or is not right."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return write()
    except QixinError as refusal:
        form.add_error(None, str(refusal))
        return None


def _form(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def _verbs(noun: str, section: Topic | Column) -> list[str]:
    """The steps that the section may take now."""
    roads = TRANSITIONS[noun].items()
    return [verb for verb, (origins, _target) in roads if section.state in origins]
