"""Who may look into a rumour, who may verify its answer, and why not whoever wrote it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qixin.core.errors import Conflict, QixinError, Refused, WrongState
from qixin.newsroom.enums import AnswerState, RumourState
from qixin.newsroom.models import Answer, Rumour
from qixin.newsroom.workflow import TRANSITIONS
from qixin.people.models import User
from qixin.people.permissions import check_permission, has_permission

COLLECT, VERIFY, WITHDRAW = "newsroom.edit", "newsroom.review_second", "newsroom.withdraw"
# Of the verbs on an answer, who may; on a rumour anybody who may collect.
_PERMISSION = {
    "verify": VERIFY,
    "send_back": VERIFY,
    "publish": VERIFY,
    "take_back": COLLECT,
    "withdraw": WITHDRAW,
}


def check_can_collect(by: User) -> None:
    """Raises Refused unless `by` works in the newsroom: whoever hears of a rumour notes it."""
    check_permission(by, COLLECT)


def may_collect(by: User) -> bool:
    return has_permission(by, COLLECT)


def check_rumour_transition(verb: str, state: str) -> str:
    """The state that `verb` leads a rumour to; raises WrongState where no road is drawn."""
    return _target("rumour", verb, state)


def check_answer_transition(verb: str, state: str) -> str:
    """The state that `verb` leads an answer to; raises WrongState where no road is drawn."""
    return _target("answer", verb, state)


def check_takes_facts(rumour: Rumour) -> None:
    """Raises WrongState for a rumour that nobody looks into any more."""
    if rumour.state in (RumourState.FILED, RumourState.WITHDRAWN):
        raise WrongState(_("Nobody looks into this rumour any more. Open it again first."))


def check_can_propose(by: User, *, rumour: Rumour) -> None:
    """Raises Refused, WrongState, Conflict while another answer waits."""
    check_can_collect(by)
    check_takes_facts(rumour)
    if rumour.answer_in_work is not None:
        raise Conflict(
            _("An answer to this rumour already waits. It has to be published or returned first.")
        )


def check_can_file(by: User, *, rumour: Rumour) -> None:
    """Raises Refused, WrongState, Conflict while an answer waits."""
    check_can_collect(by)
    check_rumour_transition("file", rumour.state)
    if rumour.answer_in_work is not None:
        raise Conflict(_("An answer to this rumour waits. Return it first."))


def check_can_reopen(by: User, *, rumour: Rumour) -> None:
    check_can_collect(by)
    check_rumour_transition("reopen", rumour.state)


def check_can_verify(by: User, *, answer: Answer) -> None:
    """Raises Refused for whoever wrote at this answer, WrongState for what does not wait."""
    _check_answer_step(by, "verify", answer)
    if by.pk in authors_of(answer):
        raise Refused(
            _("You wrote this answer, or a draft of it, so another person has to verify it.")
        )


def check_can_send_back(by: User, *, answer: Answer) -> None:
    _check_answer_step(by, "send_back", answer)


def check_can_take_back(by: User, *, answer: Answer) -> None:
    """Raises Refused for everybody but its author."""
    _check_answer_step(by, "take_back", answer)
    if answer.written_by_id != by.pk:
        raise Refused(_("Only its author takes an answer back. Return it instead."))


def check_can_publish(by: User, *, answer: Answer) -> None:
    """Raises Refused, WrongState for what nobody has verified."""
    _check_answer_step(by, "publish", answer)


def check_can_withdraw_answer(by: User, *, answer: Answer) -> None:
    _check_answer_step(by, "withdraw", answer)


def authors_of(answer: Answer) -> set[int]:
    """Whoever wrote this answer or one that was returned on the way to it."""
    out = (AnswerState.PUBLISHED, AnswerState.SUPERSEDED, AnswerState.WITHDRAWN)
    before = Answer.objects.filter(rumour=answer.rumour_id, pk__lt=answer.pk)
    last_out = before.filter(state__in=out).order_by("-pk").values_list("pk", flat=True).first()
    round_ = before.filter(pk__gt=last_out or 0)
    return {answer.written_by_id, *round_.values_list("written_by", flat=True)}


# verb → its check; what the page's buttons ask
_OF_RUMOUR = {
    "propose": check_can_propose,
    "file": check_can_file,
    "reopen": check_can_reopen,
}
_OF_ANSWER = {
    "verify": check_can_verify,
    "send_back": check_can_send_back,
    "take_back": check_can_take_back,
    "publish": check_can_publish,
    "withdraw": check_can_withdraw_answer,
}


def can_to_rumour(by: User, verb: str, *, rumour: Rumour) -> bool:
    """Whether the button for `verb` is shown."""
    try:
        _OF_RUMOUR[verb](by, rumour=rumour)
    except QixinError:
        return False
    return True


def can_to_answer(by: User, verb: str, *, answer: Answer) -> bool:
    """Whether the button for `verb` is shown."""
    try:
        _OF_ANSWER[verb](by, answer=answer)
    except QixinError:
        return False
    return True


def why_not_verify(by: User, answer: Answer) -> str:
    """Said to reviewers who cannot verify this one; "" for whoever can, or has no say in it."""
    if not has_permission(by, VERIFY):
        return ""
    try:
        check_can_verify(by, answer=answer)
    except Refused as refusal:
        return str(refusal)
    except WrongState:
        return ""
    return ""


def _check_answer_step(by: User, verb: str, answer: Answer) -> None:
    check_permission(by, _PERMISSION[verb])
    check_answer_transition(verb, answer.state)


def _target(noun: str, verb: str, state: str) -> str:
    origins, target = TRANSITIONS[noun][verb]
    if state not in origins:
        raise WrongState(
            _("Somebody else was quicker. Load the page again to see how the rumour stands.")
        )
    return target
