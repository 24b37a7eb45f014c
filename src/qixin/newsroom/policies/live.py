"""Who may open a live channel, write in it, and let entries out."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, QixinError, Refused, WrongState
from qixin.newsroom.enums.live import EntryRule, EntryState
from qixin.newsroom.models import Clip, LiveChannel, LiveEntry
from qixin.newsroom.workflow.live import TRANSITIONS
from qixin.people.models import User
from qixin.people.permissions import check_permission, has_permission

LONGEST_CUT = timedelta(minutes=30)


def check_can_open(by: User) -> None:
    """Raises Refused unless `by` opens topics and channels; so do stream keys."""
    check_permission(by, "newsroom.manage")


def check_can_air(by: User) -> None:
    """Raises Refused unless `by` is a live editor: entries go out in their name alone."""
    check_permission(by, "newsroom.live")


def check_road(noun: str, verb: str, state: str) -> str:
    """The state that `verb` leads to; raises WrongState where no road is drawn."""
    origins, target = TRANSITIONS[noun][verb]
    if state not in origins:
        raise WrongState(_("It is further on already. Load the page again to see how it stands."))
    return target


def check_can_write(by: User, *, channel: LiveChannel) -> None:
    """Raises Refused without the right, WrongState for a channel that is not running."""
    check_can_air(by)
    if not channel.is_open:
        raise WrongState(
            _("This channel takes no entries: %(state)s.") % {"state": channel.get_state_display()}
        )


def check_can_let_out(by: User, *, entry: LiveEntry) -> None:
    """Raises Refused for whoever wrote or corrected it, or has no right to a second review."""
    check_permission(by, "newsroom.review_second")
    if entry.author_id == by.pk or entry.corrections.filter(by=by).exists():
        raise Refused(_("You wrote this entry. Somebody else lets it out."))
    check_road("live_entry", "let_out", entry.state)


def check_can_change(by: User, *, entry: LiveEntry) -> None:
    """Raises Refused without the right, WrongState for what was taken down."""
    check_can_air(by)
    if entry.state == EntryState.TAKEN_DOWN:
        raise WrongState(_("This entry was taken down."))
    if (
        entry.state == EntryState.OUT
        and entry.channel.rule == EntryRule.SECOND_LOOK
        and not has_permission(by, "newsroom.review_second")
    ):
        raise Refused(_("In this channel what is out is corrected by a reviewer."))


def check_can_pin(by: User, *, entry: LiveEntry) -> None:
    """Raises Refused, WrongState for what readers do not see."""
    check_can_air(by)
    if entry.state != EntryState.OUT:
        raise WrongState(_("Only what is out can stand on top."))


def check_can_cut(by: User, *, channel: LiveChannel, start: datetime, end: datetime) -> None:
    """Raises Refused, Invalid for a piece that ends before it starts, is too long or not over."""
    check_can_air(by)
    if end <= start:
        raise Invalid(_("It has to end after it starts."))
    if end - start > LONGEST_CUT:
        raise Invalid(_("A clip lasts at most 30 minutes. Cut it in parts."))
    if end > clock.now():
        raise Invalid(_("This piece is not over yet."))
    if channel.started_at is None or end < channel.started_at:
        raise Invalid(_("The channel was not on air then."))


def check_version(held: int, version: int | None, *, kept: str = "") -> None:
    """Raises Conflict, with what was typed, where somebody changed it since `version`."""
    if version is not None and version != held:
        raise Conflict(
            _("Somebody else has changed this meanwhile. Copy what you typed, load the page again "
              "and compare."),
            kept=kept,
        )  # fmt: skip


def can_air(by: User, verb: str, *, channel: LiveChannel) -> bool:
    """Whether the button for `verb` is shown: by role, and by where the channel stands."""
    try:
        check_can_air(by)
        check_road("live", verb, channel.state)
    except QixinError:
        return False
    return True


def can_entry(by: User, verb: str, *, entry: LiveEntry) -> bool:
    """Whether the button for `verb` of an entry is shown."""
    checks = {"let_out": check_can_let_out, "correct": check_can_change, "pin": check_can_pin,
              "take_down": check_can_change}  # fmt: skip
    try:
        checks[verb](by, entry=entry)
    except QixinError:
        return False
    return True


def can_clip(by: User, verb: str, *, clip: Clip) -> bool:
    """Whether the button for `verb` of a clip is shown."""
    try:
        check_can_air(by)
        check_road("clip", verb, clip.state)
    except QixinError:
        return False
    return verb not in ("show", "hide") or clip.channel_id is not None
