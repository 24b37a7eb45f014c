"""Groups of correspondents."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow
from qixin.people.models import Person, Unit
from qixin.reports.enums import MemberState


def new_invitation_token() -> str:
    return secrets.token_urlsafe(12)


class Group(DistrictRow):
    """A group of correspondents; whoever has its link may ask to join, its leaders confirm."""

    name = models.CharField(_("name"), max_length=64)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="correspondent_groups"
    )
    # The link is a door bell, not a key: joining still needs a leader's confirmation. So the token
    # is kept readable, for the leader to show the QR code again.
    invitation_token = models.CharField(
        max_length=32, unique=True, default=new_invitation_token, editable=False
    )
    is_open = models.BooleanField(_("takes new members"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="group_name_once")]

    def __str__(self) -> str:
        return self.name


class GroupMember(DistrictRow):
    group = models.ForeignKey(Group, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="group_memberships")
    state = models.CharField(
        _("state"), max_length=12, choices=MemberState.choices, default=MemberState.PENDING
    )
    is_leader = models.BooleanField(_("leader"), default=False)
    asked_at = models.DateTimeField(_("asked to join"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("group member")
        verbose_name_plural = _("group members")
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="group_member_once")
        ]
        indexes = [
            # the leader's page: who waits
            models.Index(fields=["group", "state", "asked_at"], name="member_group_state")
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.group}"
