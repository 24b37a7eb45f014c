"""Drivers' links: the one that stands, and what a token opens."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import NotFound
from qixin.core.models import default_district
from qixin.passes.enums import LinkState, PassState, Reason
from qixin.passes.links import token_hash
from qixin.passes.models import DriverLink, Pass

# So long after its end a pass is still told to be over; then its link is not known any more.
TOLD_FOR = timedelta(days=30)
# What a code is shown with; a telephone that keeps the page lets the first become the second.
STILL_SHOWN = (Reason.NOT_YET_VALID, Reason.VALID)


def standing(issued: Pass) -> Reason:
    """What a post would say of a pass that was issued once, by state and clock."""
    now = clock.now()
    if issued.state != PassState.ISSUED:
        return Reason.REVOKED
    if now >= issued.valid_until:
        return Reason.EXPIRED
    return Reason.NOT_YET_VALID if now < issued.valid_from else Reason.VALID


def standing_link(asked: Pass) -> DriverLink | None:
    return asked.links.filter(state=LinkState.STANDING).first()


def link_by_token(token: str) -> DriverLink:
    """What a driver's link belongs to, also one that was withdrawn.

    Raises NotFound for a link that was never given, or whose pass is long over.
    """
    found = (
        DriverLink.objects.filter(
            token_hash=token_hash(token),
            issued__district=default_district(),
            issued__valid_until__gt=clock.now() - TOLD_FOR,
        )
        .select_related("issued__holder", "issued__office")
        .first()
    )
    if found is None:
        raise NotFound(_("This link opens no pass. Ask whoever sent it for a new one."))
    return found
