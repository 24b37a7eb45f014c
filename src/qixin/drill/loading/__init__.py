"""Laying down the demo district: places, units, people, groups, labels, and the accounts to try."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from qixin.core import clock
from qixin.drill.cast import Cast
from qixin.drill.loading.accounts import ACCOUNTS, DemoAccount, make_accounts
from qixin.drill.loading.groups import load_groups
from qixin.drill.loading.labels import load_labels
from qixin.drill.loading.persons import load_persons
from qixin.drill.loading.places import load_areas, load_units
from qixin.people.models import Unit

__all__ = ["ACCOUNTS", "DemoAccount", "is_loaded", "load"]


def is_loaded() -> bool:
    """Whether the district is there: a second start loads nothing."""
    return Unit.objects.exists()


def load(cast: Cast, *, password: str, on_step: Callable[[str], object]) -> None:
    """Load the district of `cast`; all of it or nothing."""
    with transaction.atomic():
        on_step("places and units")
        areas = load_areas(cast)
        units = load_units(cast, areas)
        on_step("persons")
        persons = load_persons(cast, areas, units)
        on_step("groups and services")
        load_groups(cast, persons)
        load_labels(cast, units)
        make_accounts(cast, persons, areas, units, password=password)
    clock.forget_kept()
