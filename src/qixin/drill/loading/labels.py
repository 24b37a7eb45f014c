"""What residents and other systems can report about: a service for each department's duty."""

from __future__ import annotations

from qixin.drill.cast import Cast
from qixin.people.models import Unit
from qixin.reports.enums import LabelKind
from qixin.reports.models import Label


def load_labels(cast: Cast, units: dict[int, Unit]) -> None:
    """One service a duty, e.g. `health-2`, with the department's words as keywords."""
    unit_of = {u.department_key: units[u.index] for u in cast.units if u.department_key}
    Label.objects.bulk_create(
        Label(
            kind=LabelKind.SERVICE,
            code=f"{department.key}-{number}",
            name=duty,
            description=f"{department.name}：{duty}",
            keywords=" ".join([duty, *department.keywords]),
            group=department.name,
            unit=unit_of[department.key],
            position=position * 10 + number,
        )
        for position, department in enumerate(cast.departments)
        for number, duty in enumerate(department.duties, 1)
    )
