"""Terms, rules, limits and keys. Who may change them, the policies say."""

from __future__ import annotations

from django.db.models import Count, Max, QuerySet

from qixin.core import clock
from qixin.core.models import default_district
from qixin.passes.enums import KeyState
from qixin.passes.models import BulkRule, HolderLimit, SigningKey, Terms


def terms() -> Terms:
    """The district's terms; the usual ones, not yet stored, where nobody has set any."""
    found = Terms.objects.select_related("office").filter(district=default_district()).first()
    return found or Terms()


def rules_in_force() -> dict[int, BulkRule]:
    """By class."""
    active = BulkRule.objects.filter(district=default_district(), is_active=True)
    return {rule.pass_class: rule for rule in active}


def limits() -> QuerySet[HolderLimit]:
    return HolderLimit.objects.select_related("holder").order_by("holder__name")


def keys() -> QuerySet[SigningKey]:
    """Every key, the newest first, with how many passes it signed and when the last one ends."""
    return (
        SigningKey.objects.filter(district=default_district())
        .select_related("made_by__person")
        .annotate(signed=Count("passes"), last_until=Max("passes__valid_until"))
    )


def signing_key() -> SigningKey | None:
    """The key that signs now: the newest standing one whose time has come."""
    return (
        SigningKey.objects.filter(
            district=default_district(), state=KeyState.STANDING, signs_from__lte=clock.now()
        )
        .order_by("-signs_from", "-id")
        .first()
    )
