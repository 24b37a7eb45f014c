"""E-mails with the package: sent once each, tried again ever later where an address does not take
them, and given up in the end."""

from __future__ import annotations

import logging

from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from qixin.core import clock, journal, mailing
from qixin.core.actors import SYSTEM, Actor
from qixin.core.errors import Conflict, QixinError
from qixin.core.mailing import ServerDown
from qixin.newsroom.actions.placing import locked_placement, step, title_of
from qixin.newsroom.enums import PlacementState
from qixin.newsroom.models import Placement, Story
from qixin.newsroom.policies.placements import check_can_place, check_may_be_offered
from qixin.newsroom.publication.packages import letter_with
from qixin.newsroom.workflow.placements import JOURNAL
from qixin.people.actions import notify
from qixin.people.models import User

log = logging.getLogger(__name__)
BATCH = 50
# A name in the ledger, whoever reads it: data, not a sentence of the screen.
_TAKEN_OFF = "稿件已撤下，未寄出"


def post_waiting() -> int:
    """Send what has its turn, at most a batch; returns how many went out.

    Where the mail server itself cannot be used the round ends: no address is to blame for that.
    """
    waiting = Placement.objects.filter(
        state=PlacementState.OFFERED, delivered_at=None, mail_next_at__lte=clock.now()
    ).order_by("mail_next_at", "id")[:BATCH]
    sent = 0
    for placement in waiting:
        try:
            sent += _post(placement)
        except ServerDown:
            log.warning("newsroom: the mail server takes nothing now; the rest waits")
            break
    return sent


@transaction.atomic
def resend(*, placement: Placement, by: User) -> Placement:
    """Put the package into the post (once more). Raises Refused, Conflict."""
    check_can_place(by)
    held = locked_placement(placement)
    if held.state != PlacementState.OFFERED or held.story is None:
        raise Conflict(_("Only an open offer of a story can be sent."))
    if not held.outlet.email:
        raise Conflict(
            _("This outlet has no e-mail address. Download the package and hand it over.")
        )
    check_may_be_offered(held.story)
    held.delivered_at = held.undeliverable_at = None
    held.mail_attempts, held.mail_next_at = 0, clock.now()
    held.save(update_fields=["delivered_at", "undeliverable_at", "mail_attempts", "mail_next_at"])
    _note("resend", held, by)
    return held


def post_again(story: Story) -> list[User]:
    """What outlets were told of a story has changed: open offers are posted once more, and whoever
    made an offer that is open or taken is returned, to tell them."""
    offers = Placement.objects.filter(
        story=story, state__in=(PlacementState.OFFERED, PlacementState.TAKEN)
    )
    by_mail = offers.filter(state=PlacementState.OFFERED).exclude(outlet__email="")
    by_mail.update(
        delivered_at=None, undeliverable_at=None, mail_attempts=0, mail_next_at=clock.now()
    )
    return list(User.objects.filter(pk__in=offers.values("offered_by")))


def _post(placement: Placement) -> bool:
    return mailing.post(
        placement,
        message=lambda: _letter(placement),
        sent=lambda: _sent(placement),
        given_up=lambda: _give_up(placement),
    )


def _letter(placement: Placement) -> EmailMessage | None:
    """With the version that may be handed out now; None for what is offered no more."""
    held = _brought_up_to_date(placement)
    return letter_with(held) if held is not None else None


@transaction.atomic
def _brought_up_to_date(placement: Placement) -> Placement | None:
    """At the version that may be handed out now; None, and withdrawn, where none is any more."""
    held = locked_placement(placement)
    try:
        if held.story is None:
            raise Conflict(_TAKEN_OFF)
        check_may_be_offered(held.story)
    except QixinError:
        step(held, "withdraw", by=SYSTEM, reason=_TAKEN_OFF, mail_next_at=None, delivered_at=None)
        return None
    now = held.story.version_for_others
    if held.revision_id != now.pk:
        held.revision, held.title = now, title_of(held.story, now)
        held.save(update_fields=["revision", "title"])
    return held


def _sent(placement: Placement) -> None:
    Placement.objects.filter(pk=placement.pk).update(mail_next_at=None)
    _note("deliver", placement, SYSTEM)


def _give_up(placement: Placement) -> None:
    """Whoever offered it is told."""
    _note("give_up", placement, SYSTEM)
    notify(
        users=[placement.offered_by],
        kind="newsroom.package_undeliverable",
        link=reverse("newsroom:placement", args=[placement.pk]),
        detail={"title": placement.title, "outlet": placement.outlet.name},
    )


def _note(verb: str, placement: Placement, by: Actor) -> None:
    detail = {"outlet": placement.outlet_id, "story": placement.story_id}
    journal.write(verb=JOURNAL[verb], subject=placement, by=by, detail=detail)
