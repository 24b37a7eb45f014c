"""What a letter's template is told of a case."""

import uuid

import pytest

from qixin.cases import actions
from qixin.cases.actions import Difficulty
from qixin.cases.models import CaseType
from qixin.letters import matters
from qixin.people.enums import Role, UnitKind
from tests.cases.factories import make_case, make_officer
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


def test_a_letter_learns_the_enterprise_and_the_matter_without_anybodys_number():
    enterprise = make_unit("演练五号纺织有限公司", kind=UnitKind.ENTERPRISE)
    contact = make_user(Role.ENTERPRISE_CONTACT, unit=enterprise)
    kind = CaseType.objects.create(name="演练运输", lead_unit=make_unit())
    difficulty = Difficulty(
        uuid.uuid4(), "棉纱运不进来", title="请联系19900001234放行", case_type=kind
    )
    case = actions.ask_for(unit=enterprise, difficulty=difficulty, by=contact).case
    told = matters.known_of(make_user(Role.COMMANDER), case.number.lower())
    assert told["企业"] == "演练五号纺织有限公司"
    assert told["事项"].startswith("请联系")
    assert "19900001234" not in told["事项"]


def test_a_case_that_is_not_ones_own_to_see_tells_nothing():
    case = make_case()
    assert matters.known_of(make_officer(case), case.number)["企业"] == ""
    stranger = make_user(Role.OFFICER, unit=make_unit())
    for number in (case.number, "C000000-0000000", "", "\0", "一" * 500):
        assert matters.known_of(stranger, number) == {}
