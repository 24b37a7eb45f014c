"""state × verb × role of a co-unit's part and of an exclusion from the rates."""

import pytest
from django.db import transaction

from qixin.cases import actions
from qixin.cases.enums import AssignmentState, ExclusionState
from qixin.cases.models import Assignment, Exclusion
from qixin.cases.workflow import TRANSITIONS
from qixin.core.errors import QixinError
from qixin.people.enums import Role
from tests.cases.factories import make_case, make_officer
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db

PART_VERBS = {
    "accept": lambda part, by: actions.accept_part(part=part, by=by),
    "start": lambda part, by: actions.start_part(part=part, by=by),
    "finish": lambda part, by: actions.finish_part(part=part, result="已通知卡点", by=by),
    "hand_back": lambda part, by: actions.hand_back_part(part=part, reason="不属本单位", by=by),
    "send_back": lambda part, by: actions.return_part(part=part, reason="还缺一个卡点", by=by),
    "uphold": lambda part, by: actions.uphold_part(part=part, reason="由你单位负责", by=by),
    "withdraw": lambda part, by: actions.withdraw_part(part=part, reason="不再需要", by=by),
}
# "co" is an officer of the unit whose part it is, "lead" one of the lead unit, "other" of neither
WORKS, LEADS, DECIDES = {"co", "commander"}, {"lead", "commander"}, {"commander"}
MAY = {
    "accept": WORKS, "start": WORKS, "finish": WORKS, "hand_back": WORKS, "send_back": LEADS,
    "uphold": DECIDES, "withdraw": LEADS,
}  # fmt: skip
ROLES = ["co", "lead", "other", *(role for role in Role if role != Role.OFFICER)]


def someone(who, case, unit):
    if who == "lead":
        return make_officer(case)
    if who in ("co", "other"):
        return make_user(Role.OFFICER, unit=unit if who == "co" else make_unit())
    return make_user(Role(who))


def part_in(state):
    case, unit = make_case(), make_unit()
    lead, officer = make_officer(case), make_user(Role.OFFICER, unit=unit)

    def offered():
        return actions.offer_part(case=case, unit=unit, request="请协助", by=lead)

    part = offered()
    for verb in {
        "waiting": "", "accepted": "accept", "working": "start", "done": "finish",
        "handed_back": "hand_back", "disputed": "hand_back again", "withdrawn": "",
    }[state].split():  # fmt: skip
        if verb == "again":
            PART_VERBS["hand_back"](part := offered(), officer)
        else:
            PART_VERBS[verb](part, officer)
    if state == "withdrawn":
        PART_VERBS["withdraw"](part, lead)
    assert Assignment.objects.get(pk=part.pk).state == state
    return Assignment.objects.select_related("case").get(pk=part.pk), unit


@pytest.mark.parametrize("verb", PART_VERBS)
@pytest.mark.parametrize("state", AssignmentState.values)
def test_a_part_goes_only_along_the_roads_that_are_drawn_for_whoever_may(state, verb):
    part, unit = part_in(state)
    origins, target = TRANSITIONS["assignment"][verb]
    for who in ROLES:
        by = someone(who, part.case, unit)
        may = DECIDES if (state, verb) == ("disputed", "withdraw") else MAY[verb]
        with transaction.atomic():
            if state in origins and str(who) in may:
                PART_VERBS[verb](part, by)
                assert Assignment.objects.get(pk=part.pk).state == target, who
            else:
                with pytest.raises(QixinError):
                    PART_VERBS[verb](part, by)
                assert Assignment.objects.get(pk=part.pk).state == state, who
            transaction.set_rollback(True)


EXCLUSION_VERBS = {
    "grant": lambda wish, by: actions.decide_exclusion(
        exclusion=wish, is_granted=True, reason="情况属实", by=by
    ),
    "refuse": lambda wish, by: actions.decide_exclusion(
        exclusion=wish, is_granted=False, reason="仍应计入", by=by
    ),
    "appeal": lambda wish, by: actions.appeal(exclusion=wish, reason="请再复核", by=by),
}
# of an appeal "refuse" is the last word
TARGETS = {
    ("requested", "grant"): "granted", ("appealed", "grant"): "granted",
    ("requested", "refuse"): "refused", ("appealed", "refuse"): "refused_finally",
    ("refused", "appeal"): "appealed",
}  # fmt: skip


def wish_in(state):
    case, commander = make_case(), make_user(Role.COMMANDER)
    lead = make_officer(case)
    wish = actions.request_exclusion(case=case, reason="超出本区职权", by=lead)
    for verb in {
        "requested": "", "granted": "grant", "refused": "refuse", "appealed": "refuse appeal",
        "refused_finally": "refuse appeal refuse",
    }[state].split():  # fmt: skip
        EXCLUSION_VERBS[verb](wish, lead if verb == "appeal" else commander)
    return Exclusion.objects.select_related("case").get(pk=wish.pk)


@pytest.mark.parametrize("verb", EXCLUSION_VERBS)
@pytest.mark.parametrize("state", ExclusionState.values)
def test_the_commander_decides_what_is_counted_and_the_lead_unit_appeals_once(state, verb):
    wish = wish_in(state)
    may = LEADS if verb == "appeal" else DECIDES
    for who in ROLES:
        by = someone(who, wish.case, make_unit())
        with transaction.atomic():
            if (state, verb) in TARGETS and str(who) in may:
                EXCLUSION_VERBS[verb](wish, by)
                assert Exclusion.objects.get(pk=wish.pk).state == TARGETS[state, verb]
            else:
                with pytest.raises(QixinError):
                    EXCLUSION_VERBS[verb](wish, by)
                assert Exclusion.objects.get(pk=wish.pk).state == state
            transaction.set_rollback(True)
