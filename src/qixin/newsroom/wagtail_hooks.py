"""What editors see in the back office: less than Wagtail offers, and why a story waits."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, CancelWorkflowMenuItem, PublishMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import Panel
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, TaskState

from qixin.newsroom import selectors, three_reviews, wagtail_words
from qixin.newsroom.embargo import sentence_of
from qixin.newsroom.enums import ReviewStep
from qixin.newsroom.forms import StoryForm, sentence
from qixin.newsroom.models import Column, Home, Review, Story, Topic
from qixin.newsroom.policies import can, check_can_call_off
from qixin.newsroom.publication.pages import LANGUAGE_NAMES, preview, reading_in
from qixin.newsroom.screening import findings
from qixin.newsroom.selectors.running import running_alike
from qixin.newsroom.tree import below
from qixin.newsroom.workflow import PERMISSION
from qixin.people.permissions import has_permission
from qixin.ui.components.frame import asset

# Shown to everybody who may enter; settings only to a superuser.
MENU = {"explorer", "images", "workbench"}
SECTIONS = (Home, Topic, Column)


class FindingsPanel(Panel):
    """On top of the story: personal data that stands in it, and what keeps it from going out."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsroom/back_office/findings.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            found = findings(self.instance) if self.instance.pk else []
            context["findings"] = [(one, sentence(one)) for one in found]
            context["why_not"] = _why_not(self.instance, self.request.user)
            context["story"] = self.instance
            if self.instance.embargo_until is not None:
                context["embargo"] = sentence_of(self.instance.embargo_until)
            context["in_review"] = self.instance.pk and self.instance.workflow_in_progress
            context["remarks"] = selectors.open_remarks(self.instance) if self.instance.pk else []
            context["alike"] = (
                running_alike(self.instance, self.instance) if self.instance.pk else []
            )
            context["sources"] = (
                self.instance.sources.select_related("report") if self.instance.pk else []
            )
            return context


def _why_not(story: Story, user: Any) -> Any:
    """Said to those who could take this review, when they cannot approve this version."""
    task = story.current_workflow_task if story.pk else None
    if isinstance(task, Review) and has_permission(user, PERMISSION[ReviewStep(task.step)]):
        return three_reviews.why_not(story, user)
    return None


wagtail_words.name_in_the_readers_language()

# Here and not in the models: forms and panels stand above them.
Story.content_panels.insert(0, FindingsPanel())
Story.base_form_class = StoryForm


def serve_preview(page: Any, request: HttpRequest, mode_name: str) -> HttpResponse:
    with reading_in(mode_name):
        return HttpResponse(preview(page))


for _previewed in (Story, *SECTIONS):
    _previewed.serve_preview = serve_preview
    _previewed.preview_modes = list(LANGUAGE_NAMES.items())


class StoriesOfColumn(ExplorableIndexView):
    """As quick among a million stories as among ten.

    Without asking for each story whether it is among all the pages that a user may explore: what
    they have been given is theirs with all that stands below it. The tree knows how many there are;
    the last changed ones of many are found by the index of changes, of a few by their paths.
    """

    _BY_CHANGE = ("latest_revision_created_at", "-latest_revision_created_at")

    def get_base_queryset(self) -> Any:
        if not self._lists_all:
            return super().get_base_queryset()
        parent, found = self.parent_page, self.model._default_manager.all()
        total = parent.numchild if self.ordering in self._BY_CHANGE else 0
        found = below(found, parent.path, total).filter(depth=parent.depth + 1)
        return self.annotate_queryset(found)

    @property
    def explorable_columns(self) -> list[Any]:
        """All are stories, with nothing below them: on a phone the titles need the room."""
        return [one for one in super().explorable_columns if one.name not in {"type", "navigate"}]

    def order_queryset(self, queryset: Any) -> Any:
        """Stories have a version from the first on: nothing to be said of those without."""
        if self._lists_all and self.ordering in self._BY_CHANGE:
            return queryset.order_by(self.ordering, "-pk" if self.ordering[0] == "-" else "pk")
        return super().order_queryset(queryset)

    def get_paginator(self, *args: Any, **options: Any) -> Any:
        paginator = super().get_paginator(*args, **options)
        if self._lists_all:
            paginator.count = self.parent_page.numchild
        return paginator

    @cached_property
    def _lists_all(self) -> bool:
        """Whether these are simply the column's stories, and the user's."""
        if self.is_searching or self.is_filtering:
            return False
        given = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, {"add", "change", "publish", "lock", "unlock", "bulk_delete"}
        )
        return bool(given.filter(pk=self.parent_page.pk).exists())


class Stories(PageViewSet):
    """The stories of a column: as many as are shown well below the time that an editor waits."""

    model = Story
    list_per_page = 20
    index_view_class = StoriesOfColumn


@hooks.register("register_admin_viewset")
def register_stories() -> PageViewSet:
    return Stories()


@hooks.register("construct_page_action_menu")
def no_publishing_past_the_approval(
    menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """A story is published by its reviews; the buttons that skip or end them are not there."""
    page = context.get("page")
    is_story = isinstance(page, Story) or isinstance(context.get("parent_page"), Column)
    if not is_story:
        return
    hidden: tuple[type, ...] = (PublishMenuItem,)
    if page is not None and not can(request.user, "call_off", story=page):
        hidden += (CancelWorkflowMenuItem,)
    menu_items[:] = [item for item in menu_items if not isinstance(item, hidden)]


@hooks.register("insert_global_admin_css")
def colours_of_the_house() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', asset("back-office.css"))


@hooks.register("insert_global_admin_js")
def words_of_the_reader() -> SafeString:
    return format_html(
        '<script src="{}" data-search="{}" data-signed-out="{}" defer></script>',
        static("newsroom/back-office.js"),
        _("Search"),
        _(
            "You were signed out. Your text stays here: sign in again in another window, come "
            "back, and it is saved."
        ),
    )


@hooks.register("construct_main_menu")
def only_what_editors_need(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    shown = MENU | ({"settings"} if request.user.is_superuser else set())
    menu_items[:] = [item for item in menu_items if item.name in shown]


@hooks.register("register_admin_menu_item")
def back_to_the_workbench() -> MenuItem:
    return MenuItem(
        gettext_lazy("Workbench"), reverse("newsroom:desk"), icon_name="home", name="workbench",
        order=1,
    )  # fmt: skip


def _check_sections(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Topics and columns are the chief editor's and the administrator's."""
    if isinstance(page.specific, SECTIONS) and not has_permission(request.user, "newsroom.manage"):
        messages.error(
            request, _("Only the chief editor and administrators change topics and columns.")
        )
        return redirect("wagtailadmin_explore", page.pk)
    return None


@hooks.register("before_create_page")
def check_creation(request: HttpRequest, parent_page: Any, page_class: type) -> HttpResponse | None:
    if page_class is Story or has_permission(request.user, "newsroom.manage"):
        return None
    messages.error(
        request, _("Only the chief editor and administrators change topics and columns.")
    )
    return redirect("wagtailadmin_explore", parent_page.pk)


for _hook in ("before_edit_page", "before_delete_page", "before_unpublish_page",
              "before_copy_page"):  # fmt: skip
    hooks.register(_hook, _check_sections)


@hooks.register("before_edit_page")
def check_calling_off(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Wagtail lets reviewers cancel a round; they send the story back, with a reason."""
    story = page.specific
    cancels = request.method == "POST" and "action-cancel-workflow" in request.POST
    if cancels and isinstance(story, Story):
        check_can_call_off(request.user, story=story)
    return None


@hooks.register("before_edit_page")
def keep_approvals_from_autosave(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A key touched by mistake must not undo what reviewers have done: once one of them approved,
    only a click on "save" makes a new text of it."""
    saves_by_itself = request.method == "POST" and "application/json" in request.headers.get(
        "Accept", ""
    )
    if not saves_by_itself or not isinstance(page.specific, Story):
        return None
    state = page.specific.current_workflow_state
    if state is None or not state.task_states.filter(status=TaskState.STATUS_APPROVED).exists():
        return None
    why = _("Reviewers have approved this text. Save it yourself if it is to be reviewed anew.")
    answer = {"success": False, "error_code": "validation_error", "error_message": why}
    return JsonResponse(answer, status=HTTPStatus.CONFLICT)


@hooks.register("before_unpublish_page")
def check_taking_down(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A story leaves the site with a public notice, which its own page asks for."""
    if isinstance(page.specific, Story):
        messages.warning(request, _("Withdraw the story here: readers are told why."))
        return redirect("newsroom:review", page.pk)
    return None


@hooks.register("before_delete_page")
def check_deletion(request: HttpRequest, page: Any) -> HttpResponse | None:
    """What readers have seen is withdrawn with a notice, and never deleted without a word."""
    if not _seen_by_readers([page]):
        return None
    messages.error(request, _("Readers have seen this. Withdraw it on its review page instead."))
    return redirect("wagtailadmin_explore", page.pk)


@hooks.register("before_bulk_action")
def check_bulk_action(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """The same for several pages at once."""
    if action_type not in ("delete", "unpublish") or not _seen_by_readers(objects):
        return None
    messages.error(request, _("Readers have seen this. Withdraw it on its review page instead."))
    return redirect("wagtailadmin_explore", objects[0].get_parent().pk)


def _seen_by_readers(pages: list[Any]) -> bool:
    """Whether readers saw a story among these pages or beneath them."""
    seen = Story.objects.filter(first_published_at__isnull=False)
    return any(
        isinstance(page, Page) and seen.descendant_of(page, inclusive=True).exists()
        for page in pages
    )


@hooks.register("before_move_page")
def check_move(request: HttpRequest, page: Any, destination: Any) -> HttpResponse | None:
    return _check_sections(request, page)


@hooks.register("construct_homepage_summary_items", order=100)  # after Wagtail has filled them
def no_counts(request: HttpRequest, summary_items: list[Any]) -> None:
    """Figures stand where the lists are that they were counted from: in the workbench."""
    summary_items.clear()


@hooks.register("construct_help_menu")
def no_foreign_help(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items.clear()
