"""What came of planned coverage: stories and reports, linked to what was wanted."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.errors import Invalid, WrongState
from qixin.newsroom.actions.covering import locked_item, settle_if_complete
from qixin.newsroom.enums import CoverageState
from qixin.newsroom.models import CoverageItem, CoverageResult, Deliverable, Story
from qixin.newsroom.models.coverage import MOST_PIECES
from qixin.newsroom.policies.coverage import check_can_plan
from qixin.newsroom.workflow.coverage import JOURNAL
from qixin.people.models import User
from qixin.reports.models import Report


@transaction.atomic
def link(
    *, deliverable: Deliverable, thing: Story | Report, pieces: int = 1, by: User
) -> CoverageResult:
    """`thing` brought so many pieces of what was wanted; the same thing again changes the number.

    Raises Refused, Invalid, WrongState for what was cancelled.
    """
    check_can_plan(by)
    item = locked_item(deliverable.item)
    if item.state == CoverageState.CANCELLED:
        raise WrongState(_("This coverage was cancelled; nothing is delivered to it."))
    if not 1 <= pieces <= MOST_PIECES:
        raise Invalid(_("Of each kind, 1 to %(n)d pieces can be wanted.") % {"n": MOST_PIECES})
    is_story = isinstance(thing, Story)
    named: dict[str, Any] = {"story": thing} if is_story else {"report": thing}
    title = thing.title if isinstance(thing, Story) else thing.headline
    made, _is_new = CoverageResult.objects.update_or_create(
        deliverable=deliverable, **named,
        defaults={"pieces": pieces, "title": title[:255], "linked_by": by},
    )  # fmt: skip
    _note("link", item, made, by)
    settle_if_complete(item, by=by)
    return made


@transaction.atomic
def unlink(*, result: CoverageResult, by: User) -> None:
    """Take it off again; gone already is as good. Raises Refused."""
    check_can_plan(by)
    item = locked_item(result.deliverable.item)
    held = CoverageResult.objects.filter(pk=result.pk).select_related("deliverable").first()
    if held is None:
        return
    _note("unlink", item, held, by)
    held.delete()
    settle_if_complete(item, by=by)


def _note(verb: str, item: CoverageItem, result: CoverageResult, by: User) -> None:
    detail = {
        "kind": result.deliverable.kind,
        "pieces": result.pieces,
        "story": result.story_id,
        "report": result.report.number if result.report else None,
    }
    journal.write(verb=JOURNAL[verb], subject=item, by=by, detail=detail)
