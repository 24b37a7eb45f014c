"""What the rooms below tell this one."""

from __future__ import annotations

from typing import Any

from qixin.passes.actions import end_passes_of, leave_office
from qixin.people.models import Unit, User
from qixin.people.signals import unit_dissolved


def connect() -> None:
    unit_dissolved.connect(_unit_dissolved, dispatch_uid="passes.unit_dissolved")


def _unit_dissolved(*, unit: Unit, successor: Unit | None, by: User, **_rest: Any) -> None:
    leave_office(office=unit, successor=successor, by=by)
    end_passes_of(holder=unit, successor=successor, by=by)
