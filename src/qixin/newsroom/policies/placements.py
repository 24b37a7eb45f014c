"""Who may offer stories to other media, and keep the list of them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, QixinError, WrongState
from qixin.newsroom import stops
from qixin.newsroom.models import Outlet, Placement, Story
from qixin.newsroom.workflow import TRANSITIONS
from qixin.people.models import User
from qixin.people.permissions import check_permission, has_permission


def check_can_place(by: User) -> None:
    """Raises Refused unless `by` speaks for the newsroom to other media."""
    check_permission(by, "newsroom.place")


def may_place(by: User) -> bool:
    return has_permission(by, "newsroom.place")


def check_can_keep_outlets(by: User) -> None:
    """Raises Refused unless `by` manages the newsroom."""
    check_permission(by, "newsroom.manage")


def may_keep_outlets(by: User) -> bool:
    return has_permission(by, "newsroom.manage")


def check_may_be_offered(story: Story) -> None:
    """Raises Conflict for a story that is neither on the public site nor approved for later,
    PublicationStopped where personal data stands in that version, or anything keeps it in now."""
    revision = story.version_for_others
    if revision is None:
        raise Conflict(
            _("Only what stands on the public site, or is approved and waits for its time, can be "
              "offered to other media.")
        )  # fmt: skip
    if story.live:
        stops.check_personal_data(story, revision.pk)
    else:
        stops.check(revision.as_object(), revision.pk)


def check_takes_offers(outlet: Outlet) -> None:
    """Raises Conflict for an outlet that was retired."""
    if outlet.retired_at is not None:
        raise Conflict(_("“%(name)s” is retired and takes no offers.") % {"name": outlet})


def check_placement_transition(verb: str, state: str) -> str:
    """The state that `verb` leads to; raises WrongState where no road is drawn."""
    origins, target = TRANSITIONS["placement"][verb]
    if state not in origins:
        raise WrongState(
            _("Somebody has already noted what became of this offer. Load the page again.")
        )
    return target


def check_day_it_ran(day: date, *, placement: Placement) -> None:
    """Raises Invalid for a day to come, or before the story was there to be taken."""
    if day > clock.today():
        raise Invalid(_("The day it ran is still to come."))
    first = placement.story and placement.story.first_published_at
    earliest = min(first, placement.offered_at) if first else placement.offered_at
    if day < clock.local(earliest).date():
        raise Invalid(_("On that day the story was not there yet. Check the day it ran."))


def can_place(by: User, verb: str, *, placement: Placement) -> bool:
    """Whether the button for `verb` is shown: by role, and by where the offer stands."""
    try:
        check_can_place(by)
        check_placement_transition(verb, placement.state)
    except QixinError:
        return False
    return True


def can_offer(by: User, *, story: Story) -> bool:
    """Whether the form of offers is shown."""
    try:
        check_can_place(by)
        check_may_be_offered(story)
    except QixinError:
        return False
    return True
