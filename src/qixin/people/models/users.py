"""The account that a person signs in with."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.people.models.persons import Person

if TYPE_CHECKING:
    from qixin.people.models.access import Grant


class User(AbstractBaseUser, PermissionsMixin):
    """An account. What it may do comes from its person's grants, see `people.permissions`."""

    username = models.CharField(_("user name"), max_length=64, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="account"
    )
    is_active = models.BooleanField(_("active"), default=True)
    # Wagtail and Django ask for it; access to the back office comes from grants.
    is_staff = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.person.name if self.person else self.username

    # what `core.actors.Actor` asks for
    actor_kind = "user"
    on_behalf_of: int | None = None

    @property
    def actor_id(self) -> int | None:
        return self.pk

    # what Wagtail and Django ask for
    @property
    def first_name(self) -> str:
        return str(self)

    last_name = ""

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @cached_property
    def active_grants(self) -> list[Grant]:
        """Grants in force now, read once a request; newly made ones show with the next request."""
        from qixin.people.models.access import Grant

        if self.person_id is None:
            return []
        return list(
            Grant.objects.in_force().filter(person=self.person_id).select_related("area", "unit")
        )
