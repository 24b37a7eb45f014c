"""The address book and the series."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from qixin.core.models import default_district
from qixin.letters.enums import LetterState
from qixin.letters.models import Addressee, Incoming, Letter, Recipient, Reply, Series
from qixin.letters.selectors.incoming import incoming_visible
from qixin.letters.selectors.letters import one_of, visible
from qixin.people.models import User
from qixin.people.permissions import has_permission


def addressees_to_choose(*, also: Iterable[int] = ()) -> QuerySet[Addressee]:
    """Whom a letter may go to: not to whoever was taken out, unless chosen already (`also`)."""
    offered = Q(retired_at=None) | Q(pk__in=list(also))
    return Addressee.objects.filter(offered, district=default_district())


def addressees(*, words: str = "", province: str = "") -> QuerySet[Addressee]:
    """The address book without whoever was taken out, with how many letters each got and
    answered, and when last."""
    found = Addressee.objects.filter(district=default_district(), retired_at=None)
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


def addressee_for(user: User, pk: int) -> Addressee:
    """An entry, also one that was taken out. Raises NotFound for none, or without a grant."""
    rows = Addressee.objects.filter(district=default_district(), pk=pk)
    if not any(has_permission(user, name) for name in ("letters.read", "letters.draft")):
        rows = rows.none()
    return one_of(rows, _("There is no such entry in the address book."))


def copies_of(user: User, addressee: Addressee) -> QuerySet[Recipient]:
    """Every letter of those the user sees that was sent to it, newest first, with its answers."""
    return (
        Recipient.objects.filter(
            letter__in=visible(user), letter__state=LetterState.SENT, addressee=addressee
        )
        .select_related("letter__series", "addressee")
        .prefetch_related("replies")
        .order_by("-letter__sent_at", "-id")
    )


def letters_from(user: User, addressee: Addressee) -> QuerySet[Incoming]:
    """What it sent to us, newest first."""
    return incoming_visible(user).filter(sender=addressee).order_by("-received_on", "-id")


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
