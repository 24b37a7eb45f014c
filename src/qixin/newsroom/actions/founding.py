"""What a newsroom cannot do without: a front page, its site, the groups and the workflow."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from qixin.newsroom.enums import ReviewStep
from qixin.newsroom.models import Home, Review
from qixin.newsroom.workflow import PERMISSION

# Group of the back office, named after the permission whose holders are in it → what pages allow.
PAGE_PERMISSIONS: dict[str, tuple[str, ...]] = {
    "newsroom.edit": ("add_page", "change_page", "lock_page"),
    "newsroom.review_first": ("add_page", "change_page", "lock_page"),
    "newsroom.review_second": ("add_page", "change_page", "lock_page"),
    "newsroom.review_final": ("add_page", "change_page", "lock_page", "unlock_page"),
    "newsroom.manage": (
        "add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page",
    ),
}  # fmt: skip
# Wagtail asks for those of its own image model, whatever model stands in its place.
PICTURE_PERMISSIONS = ("add_image", "change_image", "choose_image")
# A name is data and stands on Chinese and English screens alike.
WORKFLOW = "三审三校 · Three reviews"
STEPS: dict[ReviewStep, str] = {
    ReviewStep.FIRST: "初审 · First review",
    ReviewStep.SECOND: "复审 · Second review",
    ReviewStep.FINAL: "终审 · Final review",
}
# What an installation had before: one approval, by somebody else.
FORMER_WORKFLOW = "他人审核 · Approval by another person"
FORMER_GROUP = "newsroom.approve"
# What Wagtail's own migrations bring along; its groups may publish without another person.
UNUSED_GROUPS = ("Editors", "Moderators")


@transaction.atomic
def ensure_newsroom() -> Home:
    """Make what is missing; run after every migration, harmless when run again."""
    home = Home.objects.first() or _make_home()
    Group.objects.filter(name__in=UNUSED_GROUPS).delete()
    Workflow.objects.filter(name="Moderators approval").delete()
    Group.objects.filter(name=FORMER_GROUP).delete()
    groups = {name: _ensure_group(name, home) for name in PAGE_PERMISSIONS}
    workflow = _ensure_workflow(home, groups)
    _leave_former_workflow(workflow)
    return home


def _make_home() -> Home:
    Locale.objects.get_or_create(language_code="zh-hans")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    # Wagtail's own migration leaves a page that greets its developers.
    for greeting in root.get_children().filter(slug="home", content_type__model="page"):
        greeting.delete()
    root = Page.objects.get(pk=root.pk)
    name = settings.QIXIN_DISTRICT_NAME
    home = Home(
        title=f"{name['zh-hans']}齐心",
        name_en=f"{name['en']} · Qixin",
        slug="home",
        locale=Locale.objects.get(language_code="zh-hans"),
    )
    root.add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": home.title},
    )
    return home


def _ensure_group(name: str, home: Home) -> Group:
    group, _created = Group.objects.get_or_create(name=name)
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    GroupPagePermission.objects.filter(group=group, page=home).exclude(
        permission__codename__in=PAGE_PERMISSIONS[name]
    ).delete()
    for codename in PAGE_PERMISSIONS[name]:
        GroupPagePermission.objects.get_or_create(
            group=group,
            page=Page.objects.get(pk=home.pk),
            permission=Permission.objects.get(
                content_type__app_label="wagtailcore",
                content_type__model="page",
                codename=codename,
            ),
        )
    _allow_pictures(group)
    return group


def _allow_pictures(group: Group) -> None:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for codename in PICTURE_PERMISSIONS:
        GroupCollectionPermission.objects.get_or_create(
            group=group,
            collection=root,
            permission=Permission.objects.get(
                content_type__app_label="wagtailimages", codename=codename
            ),
        )


def _ensure_workflow(home: Home, groups: dict[str, Group]) -> Workflow:
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW)
    for order, (step, name) in enumerate(STEPS.items()):
        task, _created = Review.objects.get_or_create(step=step, defaults={"name": name})
        task.groups.set([groups[PERMISSION[step]]])
        WorkflowTask.objects.get_or_create(
            workflow=workflow, task=task, defaults={"sort_order": order}
        )
    WorkflowPage.objects.update_or_create(
        page=Page.objects.get(pk=home.pk), defaults={"workflow": workflow}
    )
    return workflow


def _leave_former_workflow(workflow: Workflow) -> None:
    """What waits for one approval waits for the first of three, for whoever handed it in."""
    former = Workflow.objects.filter(name=FORMER_WORKFLOW, active=True).first()
    if former is None:
        return
    for state in WorkflowState.objects.active().filter(workflow=former):
        was_waiting = state.status == WorkflowState.STATUS_IN_PROGRESS
        story, requested_by = state.content_object.specific, state.requested_by
        state.cancel()
        if was_waiting:
            workflow.start(story, requested_by)
    former.deactivate()
