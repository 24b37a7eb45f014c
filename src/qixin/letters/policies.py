"""Who may do what with letters: `check_…` raises a sentence, `can_…` answers for the button."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from qixin.core.errors import Conflict, QixinError, Refused, WrongState
from qixin.letters.enums import LetterState
from qixin.letters.models import Incoming, Letter, Recipient
from qixin.letters.workflow import TRANSITIONS
from qixin.people.models import Unit, User
from qixin.people.permissions import check_reach, grants_for, has_permission, reaches


def check_can_draft(by: User, *, unit: Unit) -> None:
    """Raises Refused unless `by` drafts letters for `unit`."""
    check_reach(by, "letters.draft", area=unit.area, unit=unit)


def check_can_handle(by: User, *, letter: Letter) -> None:
    """Raises Refused unless `by` drafts letters for the letter's unit."""
    check_can_draft(by, unit=letter.unit)


def check_can_check(by: User, *, letter: Letter) -> None:
    """Raises Refused unless `by` checks for the unit, and wrote nothing of the letter."""
    check_reach(by, "letters.check", area=letter.unit.area, unit=letter.unit)
    if by.pk in (letter.drafted_by_id, letter.revised_by_id):
        raise Refused(_("Somebody else has to check what you wrote yourself."))


def check_can_send_back(by: User, *, letter: Letter) -> None:
    """Raises Refused unless `by` checks or signs for the unit."""
    if not _reaches_any(by, letter, "letters.check", "letters.sign"):
        raise Refused(_("Only whoever checks or signs hands a letter back."))


def check_can_sign(by: User, *, letter: Letter) -> None:
    """Raises Refused unless `by` signs for the letter's unit."""
    if not _reaches_any(by, letter, "letters.sign"):
        raise Refused(_("Only duty commanders sign letters."))


def check_can_recall(by: User, *, letter: Letter) -> None:
    """Raises Refused unless `by` signs for the letter's unit."""
    check_can_sign(by, letter=letter)


def check_can_unmask(by: User, *, letter: Letter) -> None:
    """Raises Refused unless `by` drafts for the letter's unit or may see numbers in full."""
    if not _reaches_any(by, letter, "letters.draft", "people.unmask"):
        raise Refused(_("Your roles do not allow you to see this in full."))


def check_can_keep_addresses(by: User) -> None:
    """Raises Refused unless `by` drafts letters or administers them."""
    if not any(has_permission(by, name) for name in ("letters.draft", "letters.manage")):
        raise Refused(_("Your roles do not allow this. Ask the administrator for a grant."))


def check_can_manage(by: User) -> None:
    """Raises Refused unless `by` administers the whole district's letters."""
    if not any(grant.is_district_wide for grant in grants_for(by, "letters.manage")):
        raise Refused(
            _("Series and templates of letters are for administrators of the whole district.")
        )


def check_transition(noun: str, verb: str, state: str) -> str:
    """The state that `verb` leads to; raises WrongState where no road is drawn."""
    origins, target = TRANSITIONS[noun][verb]
    if state not in origins:
        raise WrongState(
            _("The letter is at another step by now. Load the page again to see how it stands.")
        )
    return target


def check_can_register(by: User, *, desk: Unit) -> None:
    """Raises Refused unless `by` drafts letters for `desk`: whoever writes them also receives."""
    check_can_draft(by, unit=desk)


def check_can_deal_with(by: User, *, incoming: Incoming) -> None:
    """Raises Refused unless `by` drafts letters for the unit that answers, or the desk."""
    if not any(
        reaches(by, "letters.draft", area=unit.area, unit=unit)
        for unit in (incoming.unit, incoming.desk)
    ):
        raise Refused(_("Only the unit that answers this letter, or its desk, deals with it."))


def check_can_open_files(by: User, *, incoming: Incoming) -> None:
    """Raises Refused unless `by` deals with it or may see numbers in full: it may name anybody."""
    if not can_deal_with(by, incoming=incoming) and not has_permission(by, "people.unmask"):
        raise Refused(_("Your roles do not allow you to see this in full."))


def can_deal_with(by: User, *, incoming: Incoming) -> bool:
    try:
        check_can_deal_with(by, incoming=incoming)
    except Refused:
        return False
    return True


def can_open_files(by: User, *, incoming: Incoming) -> bool:
    try:
        check_can_open_files(by, incoming=incoming)
    except Refused:
        return False
    return True


def can_with_incoming(by: User, verb: str, *, incoming: Incoming) -> bool:
    """Whether the button for `verb` is shown: by role, and by where the letter stands."""
    origins, _target = TRANSITIONS["incoming"][verb]
    return incoming.state in origins and can_deal_with(by, incoming=incoming)


def check_incoming(verb: str, state: str) -> str:
    """The state that `verb` leads a letter that came in to; raises WrongState where none does."""
    return check_transition("incoming", verb, state)


def check_recipients(letter: Letter) -> None:
    """Raises Conflict for a letter to nobody."""
    if not letter.recipients.exists():
        raise Conflict(_("The letter has no recipients. Choose them first."))


def check_link(recipient: Recipient) -> None:
    """Raises WrongState where a link takes no answer any more, with the reason."""
    if recipient.letter.state != LetterState.SENT:
        raise WrongState(_("This letter has been recalled; it takes no answer any more."))
    if recipient.revoked_at is not None:
        raise WrongState(_("This link has been revoked. Ask the sender for a new one."))
    if recipient.is_expired:
        raise WrongState(_("This link has expired. Ask the sender for a new one."))


def _reaches_any(by: User, letter: Letter, *permissions: str) -> bool:
    unit = letter.unit
    return any(reaches(by, name, area=unit.area, unit=unit) for name in permissions)


_CHECKS: dict[str, Callable[..., None]] = {
    "revise": check_can_handle,
    "submit": check_can_handle,
    "check": check_can_check,
    "send_back": check_can_send_back,
    "sign": check_can_sign,
    "send": check_can_handle,
    "discard": check_can_handle,
    "recall": check_can_recall,
}


def can(by: User, verb: str, *, letter: Letter) -> bool:
    """Whether the button for `verb` is shown: by role, and by where the letter stands."""
    try:
        check_transition("letter", verb, letter.state)
        _CHECKS[verb](by, letter=letter)
    except QixinError:
        return False
    return True


def can_handle(by: User, *, letter: Letter) -> bool:
    return _reaches_any(by, letter, "letters.draft")


def can_unmask(by: User, *, letter: Letter) -> bool:
    return _reaches_any(by, letter, "letters.draft", "people.unmask")


def may_manage(by: User) -> bool:
    try:
        check_can_manage(by)
    except Refused:
        return False
    return True


def may_keep_addresses(by: User) -> bool:
    try:
        check_can_keep_addresses(by)
    except Refused:
        return False
    return True
