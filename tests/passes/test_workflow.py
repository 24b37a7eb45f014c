"""state × verb × role: what is drawn and granted works, everything else is refused unchanged."""

import pytest

from qixin.core.errors import QixinError, WrongState
from qixin.core.models import Entry
from qixin.passes import actions, policies
from qixin.passes.enums import KeyState, LinkState, PassState
from qixin.passes.models import Pass, SigningKey
from qixin.passes.workflow import INITIAL, JOURNAL, TRANSITIONS
from qixin.people.enums import Role
from tests.passes.factories import bring_to, make_holder, make_key, make_request, set_terms
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db

VERBS = {
    "approve": lambda asked, by: actions.approve(asked=asked, by=by),
    "refuse": lambda asked, by: actions.refuse(asked=asked, reason="材料不全", by=by),
    "withdraw": lambda asked, by: actions.withdraw(asked=asked, by=by),
    "revoke": lambda asked, by: actions.revoke(asked=asked, reason="车辆信息有误", by=by),
}
# "own": an officer of the office, or a contact of the holder; "other": one of another unit
DECIDES = {"own officer", "commander"}
ASKS = {"own contact", "own coordinator"}
MAY = {"approve": DECIDES, "refuse": DECIDES, "revoke": DECIDES, "withdraw": ASKS}
SCOPED = {
    "officer": Role.OFFICER,
    "contact": Role.ENTERPRISE_CONTACT,
    "coordinator": Role.UNIT_COORDINATOR,
}
ROLES = [
    *(f"{whose} {who}" for whose in ("own", "other") for who in SCOPED),
    *(role for role in Role if role not in SCOPED.values()),
]


def someone(who, asked):
    whose, _, name = str(who).partition(" ")
    if not name:
        return make_user(Role(who))
    own = asked.office if name == "officer" else asked.holder
    return make_user(SCOPED[name], unit=own if whose == "own" else make_unit())


@pytest.fixture
def asked():
    set_terms(office=make_unit("区交通运输局"))
    return make_request(holder=make_holder())


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", PassState.values)
def test_a_verb_works_from_the_states_that_are_drawn_and_for_the_roles_that_may(asked, state, verb):
    asked = bring_to(asked, PassState(state))
    origins, target = TRANSITIONS["pass"][verb]
    for who in ROLES:
        by = someone(who, asked)
        allowed = state in origins and str(who) in MAY[verb]
        assert policies.can(by, verb, asked=asked) == allowed, (state, verb, who)
        if not allowed:
            with pytest.raises(QixinError):
                VERBS[verb](asked, by)
            assert Pass.objects.get(pk=asked.pk).state == state
    if state in origins:
        VERBS[verb](asked, someone(sorted(MAY[verb])[-1], asked))
        assert Pass.objects.get(pk=asked.pk).state == target
        assert Entry.objects.filter(verb=JOURNAL[verb], subject_id=asked.pk).exists()


def test_every_state_can_be_reached_and_every_verb_is_journaled():
    nouns = {"pass": PassState, "signing_key": KeyState, "driver_link": LinkState}
    assert nouns.keys() == TRANSITIONS.keys()
    for noun, states in nouns.items():
        reached = {target for _from, target in TRANSITIONS[noun].values()}
        assert reached | {INITIAL[noun]} == set(states.values)
        assert TRANSITIONS[noun].keys() <= JOURNAL.keys()


@pytest.mark.parametrize("role", Role)
def test_keys_are_made_and_withdrawn_by_administrators_alone(role):
    key, by = make_key(), make_user(role)
    if role == Role.ADMINISTRATOR:
        actions.withdraw_key(key=key, reason="手机遗失", by=by)
        assert SigningKey.objects.get(pk=key.pk).state == KeyState.WITHDRAWN
        with pytest.raises(WrongState):
            actions.withdraw_key(key=key, reason="手机遗失", by=by)
        return
    with pytest.raises(QixinError):
        actions.withdraw_key(key=key, reason="手机遗失", by=by)
    with pytest.raises(QixinError):
        actions.make_key(by=by)
    assert SigningKey.objects.get().state == KeyState.STANDING


def test_nobody_decides_on_what_they_asked_for_themselves(asked):
    both = make_user(Role.COMMANDER, Role.ENTERPRISE_CONTACT)
    make_key()
    own = make_request(holder=asked.holder, by=both, plate="冀A00013")
    with pytest.raises(QixinError, match="他人"):
        actions.approve(asked=own, by=both)
