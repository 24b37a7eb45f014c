"""Masking what must not be published, with one click."""

from __future__ import annotations

from django.db import transaction

from qixin.core import journal
from qixin.newsroom import screening
from qixin.newsroom.models import Story
from qixin.newsroom.workflow import JOURNAL
from qixin.people.models import User
from qixin.people.permissions import check_permission


@transaction.atomic
def mask_findings(*, story: Story, by: User) -> int:
    """Save a version in which every finding is masked; returns how many there were."""
    check_permission(by, "newsroom.edit")
    story = Story.objects.select_for_update().get(pk=story.pk)
    version = story.get_latest_revision_as_object()
    found = screening.findings(version)
    if not found:
        return 0
    for picture in screening.mask(version):
        picture.save()
    version.save_revision(user=by, clean=False)
    journal.write(
        verb=JOURNAL["mask"],
        subject=story,
        by=by,
        detail={"kinds": sorted({str(one.finding.kind) for one in found}), "count": len(found)},
    )
    return len(found)
