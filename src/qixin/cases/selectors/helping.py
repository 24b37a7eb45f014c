"""Letters and passes that belong to a case. Whoever sees the case sees that they are there and how
they stand; their own pages, and a vehicle's plate, are for whoever may open them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from qixin.cases.models import Case
from qixin.letters import selectors as letters
from qixin.letters.models import Letter
from qixin.passes import selectors as passes
from qixin.passes.models import Pass
from qixin.people.models import User
from qixin.people.permissions import has_permission

# What a page shows; the rooms' own lists have them all.
MOST = 20


@dataclass(frozen=True)
class Helping:
    """Newest first. A letter has `sent_to` and `answered`: how many recipients. `opens` are the
    numbers of what the reader may open."""

    letters: list[Letter]
    passes: list[Pass]
    opens: frozenset[str]
    may_draft: bool
    may_request: bool


def helping(user: User, case: Case) -> Helping:
    """What was written and issued for `case`, and for those merged into it. The caller has checked
    that it may be seen."""
    numbers = [case.number, *case.merged_cases.values_list("number", flat=True)]
    own = {"district": case.district, "case_number__in": numbers}
    written = (
        Letter.objects.filter(**own)
        .select_related("series")
        .annotate(
            sent_to=Count("recipients"),
            answered=Count("recipients", filter=Q(recipients__answered_at__isnull=False)),
        )
        .order_by("-drafted_at", "-id")
    )
    issued = Pass.objects.filter(**own).order_by("-requested_at", "-id")
    opens = [
        *letters.visible(user).filter(case_number__in=numbers).values_list("number", flat=True),
        *passes.visible(user).filter(case_number__in=numbers).values_list("number", flat=True),
    ]
    return Helping(
        list(written[:MOST]), list(issued[:MOST]), frozenset(opens),
        has_permission(user, "letters.draft"), has_permission(user, "passes.request"),
    )  # fmt: skip
