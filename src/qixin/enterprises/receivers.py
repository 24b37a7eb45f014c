"""What the rooms below tell this one."""

from __future__ import annotations

from typing import Any

from qixin.enterprises.actions.leaving import end_passes_of_doubles, leave_unit
from qixin.people.models import Unit, User
from qixin.people.signals import unit_dissolved


def connect() -> None:
    unit_dissolved.connect(_unit_dissolved, dispatch_uid="enterprises.unit_dissolved")


def _unit_dissolved(*, unit: Unit, successor: Unit | None, by: User, **_rest: Any) -> None:
    leave_unit(unit=unit, successor=successor, by=by)
    end_passes_of_doubles(unit=unit, successor=successor, by=by)
