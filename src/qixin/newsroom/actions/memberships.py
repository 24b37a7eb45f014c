"""Grants decide; the groups of the back office follow."""

from __future__ import annotations

from django.contrib.auth.models import Group

from qixin.newsroom.actions.founding import PAGE_PERMISSIONS
from qixin.people.models import User
from qixin.people.permissions import has_permission


def sync_groups(*, user: User) -> set[str]:
    """Put `user` into the groups that the grants in force give, out of the others; returns them."""
    # A fresh copy: grants are remembered on the object that a request carries.
    fresh = User.objects.get(pk=user.pk)
    due = {name for name in PAGE_PERMISSIONS if has_permission(fresh, name)}
    groups = {group.name: group for group in Group.objects.filter(name__in=PAGE_PERMISSIONS)}
    held = set(fresh.groups.filter(name__in=PAGE_PERMISSIONS).values_list("name", flat=True))
    fresh.groups.add(*(groups[name] for name in due - held))
    fresh.groups.remove(*(groups[name] for name in held - due))
    return due
