"""state × verb × role: what is drawn and granted works, everything else is refused unchanged."""

import pytest

from qixin.core.errors import Conflict, QixinError, Refused, WrongState
from qixin.core.models import Entry
from qixin.letters import actions, policies
from qixin.letters.enums import LetterState
from qixin.letters.models import Letter
from qixin.letters.workflow import INITIAL, JOURNAL, TRANSITIONS
from qixin.people.enums import Role
from tests.letters.factories import bring_to, make_draft, make_text
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db

WHY = "请补充车牌号"
VERBS = {
    "revise": lambda letter, by: actions.revise(letter=letter, text=make_text(), by=by),
    "submit": lambda letter, by: actions.submit(letter=letter, by=by),
    "check": lambda letter, by: actions.check(letter=letter, by=by),
    "send_back": lambda letter, by: actions.send_back(letter=letter, reason=WHY, by=by),
    "sign": lambda letter, by: actions.sign(letter=letter, by=by),
    "send": lambda letter, by: actions.send(letter=letter, by=by),
    "discard": lambda letter, by: actions.discard(letter=letter, by=by),
    "recall": lambda letter, by: actions.recall(letter=letter, reason=WHY, by=by),
}
# "own": another officer of the drafting unit; "drafter": whoever wrote it; "other": another unit's
WRITES = {"drafter", "own officer", Role.COMMANDER}
MAY = {
    "revise": WRITES, "submit": WRITES, "send": WRITES, "discard": WRITES,
    "check": {"own officer", Role.COMMANDER}, "sign": {Role.COMMANDER}, "recall": {Role.COMMANDER},
    "send_back": WRITES,
}  # fmt: skip
ROLES = ["drafter", "own officer", "other officer", *(r for r in Role if r != Role.OFFICER)]


def someone(who, letter):
    if who == "drafter":
        return letter.drafted_by
    if who in ("own officer", "other officer"):
        return make_user(Role.OFFICER, unit=letter.unit if who[1] == "w" else make_unit())
    return make_user(who)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", LetterState.values)
def test_a_verb_works_from_the_states_that_are_drawn_and_for_the_roles_that_may(state, verb):
    letter = bring_to(make_draft(), LetterState(state))
    origins, target = TRANSITIONS["letter"][verb]
    for who in ROLES:
        by = someone(who, letter)
        allowed = state in origins and who in MAY[verb]
        assert policies.can(by, verb, letter=letter) == allowed, (state, verb, who)
        if not allowed:
            with pytest.raises(QixinError):
                VERBS[verb](letter, by)
            assert Letter.objects.get(pk=letter.pk).state == state
    if state in origins:
        VERBS[verb](letter, someone(sorted(MAY[verb])[-1], letter))
        assert Letter.objects.get(pk=letter.pk).state == target
        assert Entry.objects.filter(verb=JOURNAL[verb], subject_id=letter.pk).exists()


def test_every_state_can_be_reached_and_every_verb_is_journaled():
    reached = {target for _from, target in TRANSITIONS["letter"].values()}
    assert reached | {INITIAL["letter"]} == set(LetterState.values)
    assert TRANSITIONS["letter"].keys() <= JOURNAL.keys()


def test_whoever_drafted_or_changed_a_letter_cannot_check_it():
    drafter, other = make_user(Role.COMMANDER), make_user(Role.COMMANDER)
    letter = make_draft(by=drafter)
    actions.revise(letter=letter, text=make_text(), by=other)
    actions.submit(letter=letter, by=drafter)
    for wrote in (drafter, other):
        with pytest.raises(Refused, match="他人"):
            actions.check(letter=letter, by=wrote)
    actions.check(letter=letter, by=make_user(Role.COMMANDER))
    assert actions.sign(letter=letter, by=drafter).serial == 1


def test_a_letter_that_is_changed_after_checking_is_checked_again():
    letter = bring_to(make_draft(), LetterState.CHECKED)
    changed = actions.revise(letter=letter, text=make_text(title="另一标题"), by=letter.drafted_by)
    assert (changed.state, changed.checked_by) == (LetterState.DRAFT, None)
    with pytest.raises(WrongState):
        actions.sign(letter=letter, by=make_user(Role.COMMANDER))


def test_a_letter_to_nobody_is_not_handed_in():
    letter = make_draft(recipients=[])
    with pytest.raises(Conflict, match="收函"):
        actions.submit(letter=letter, by=letter.drafted_by)


@pytest.mark.parametrize("given", [{"title": " "}, {"body": "\n"}, {"title": "长" * 201}])
def test_a_letter_without_words_or_with_too_many_is_refused(given):
    with pytest.raises(QixinError):
        make_draft(**given)
    assert not Letter.objects.exists()
