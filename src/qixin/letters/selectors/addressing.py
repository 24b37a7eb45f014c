"""The address book and the series."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Max, Q, QuerySet

from qixin.core.models import default_district
from qixin.letters.enums import LetterState
from qixin.letters.models import Addressee, Letter, Reply, Series


def addressees(*, words: str = "", province: str = "") -> QuerySet[Addressee]:
    """The address book, with how many letters each got and answered, and when last."""
    found = Addressee.objects.filter(district=default_district())
    if words:
        found = found.filter(name__icontains=words)
    if province:
        found = found.filter(province=province)
    sent = Q(received__letter__state=LetterState.SENT)
    return found.annotate(
        letter_count=Count("received", filter=sent),
        answer_count=Count("received", filter=sent & Q(received__answered_at__isnull=False)),
        last_answer=Max("received__answered_at"),
    ).order_by("province", "name")


def known_before(addressees: Iterable[Addressee], *, besides: Letter) -> dict[int, Reply]:
    """What each of them answered last to another letter than `besides`, by their keys."""
    replies = (
        Reply.objects.filter(recipient__addressee__in=[one.pk for one in addressees])
        .exclude(recipient__letter=besides)
        .select_related("recipient__letter__series")
        .order_by("at", "id")
    )
    return {reply.recipient.addressee_id: reply for reply in replies}


def all_series() -> QuerySet[Series]:
    return Series.objects.filter(district=default_district()).select_related("unit")
