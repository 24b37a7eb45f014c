"""Who may see a photo: whoever may see the enterprise that it was taken in."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from qixin.core.models import default_district
from qixin.enterprises.enums import PhotoState, StepKind
from qixin.enterprises.models import Hazard, Photo
from qixin.enterprises.selectors.reach import one_of
from qixin.enterprises.selectors.register import reach
from qixin.people.models import User

_PATHS = ("finding__inspection", "finding__visit", "step__hazard")
_BEFORE = (StepKind.FOUND, StepKind.NOT_CLEARED)


def photo_for(user: User, pk: int) -> Photo:
    """Raises NotFound for one that is not there yet, or not the user's to see."""
    shown = Q(pk__in=[])
    for path in _PATHS:
        within = reach(user, f"{path}__enterprise__")
        shown |= Q(**{f"{path}__isnull": False}) & within
    found = Photo.objects.filter(shown, pk=pk, district=default_district())
    return one_of(
        found.filter(state=PhotoState.READY), _("There is no such photo, or none that you may see.")
    )


def before_and_after(hazard: Hazard) -> tuple[list[Photo], list[Photo]]:
    """Photos of the hazard as it was found, and of what was done about it since."""
    of_hazard = Q(step__hazard=hazard)
    if hazard.finding_id is not None:
        of_hazard |= Q(finding=hazard.finding_id)
    photos = Photo.objects.filter(of_hazard).select_related("step").order_by("step", "position")
    before, after = [], []
    for photo in photos:
        is_before = photo.step is None or photo.step.kind in _BEFORE
        (before if is_before else after).append(photo)
    return before, after
