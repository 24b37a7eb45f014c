"""What the posts noted."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from qixin.core.models import default_district
from qixin.passes.models import Passage
from qixin.people.models import User
from qixin.people.permissions import has_permission, scope


def passages(user: User, *, words: str = "", direction: str = "") -> QuerySet[Passage]:
    """The passages of the passes that the user may read, newest first.

    One with a number that nobody issued belongs to no office: the whole district's readers see it.
    """
    if not has_permission(user, "passes.read"):
        return Passage.objects.none()
    reach = scope(
        user, "passes.read", area_field="issued__holder__area", unit_field="issued__office"
    )
    found = Passage.objects.filter(reach, district=default_district())
    if words:
        found = found.filter(
            Q(plate__icontains=words) | Q(number__icontains=words) | Q(post__icontains=words)
        )
    if direction:
        found = found.filter(direction=direction)
    return found.select_related("issued__holder", "guard__person", "system").order_by("-at", "-id")
