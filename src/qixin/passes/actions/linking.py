"""The link by which a driver shows a pass: given, opened, taken away."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.errors import WrongState
from qixin.core.links import new_token
from qixin.passes.actions.stepping import locked
from qixin.passes.enums import LinkState
from qixin.passes.links import token_hash
from qixin.passes.models import DriverLink, Pass
from qixin.passes.policies import check_can_link, check_shown, check_transition
from qixin.passes.selectors import standing_link
from qixin.passes.workflow import JOURNAL
from qixin.people.models import User


@transaction.atomic
def give_link(*, asked: Pass, by: User) -> DriverLink:
    """The link for the driver's telephone; the one that stands, where there is one already.

    Raises Refused, WrongState for a pass that is not issued or is over.
    """
    held = locked(asked)
    check_can_link(by, asked=held)
    check_shown(held)
    if (standing := standing_link(held)) is not None:
        return standing
    token = new_token()
    link = DriverLink.objects.create(
        issued=held,
        token=token,
        token_hash=token_hash(token),
        given_by=by,
        given_at=clock.now(),
    )
    journal.write(verb=JOURNAL["give_link"], subject=held, by=by)
    return link


@transaction.atomic
def withdraw_link(*, asked: Pass, by: User) -> None:
    """The link opens nothing any more; the pass stays as it is. Another one may be given.

    Raises Refused, WrongState where none stands.
    """
    held = locked(asked)
    check_can_link(by, asked=held)
    link = standing_link(held)
    if link is None:
        raise WrongState(_("No link of this pass is in use."))
    link.state = check_transition("driver_link", "withdraw_link", link.state)
    link.withdrawn_at = clock.now()
    link.save(update_fields=["state", "withdrawn_at"])
    journal.write(verb=JOURNAL["withdraw_link"], subject=held, by=by)


def note_opened(*, link: DriverLink) -> None:
    """Remember when a link was first opened: whoever gave it sees that it has arrived."""
    unseen = DriverLink.objects.filter(pk=link.pk, state=LinkState.STANDING, opened_at=None)
    if link.opened_at is None:
        unseen.update(opened_at=clock.now())
