"""An enterprise and its contact. The second factor is tested where people sign in."""

import pytest

from qixin.people.enums import Role, UnitKind
from tests.people.factories import make_unit, make_user


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.QIXIN_DEMO = True


@pytest.fixture
def enterprise():
    return make_unit(kind=UnitKind.ENTERPRISE)


@pytest.fixture
def contact(enterprise):
    return make_user(Role.ENTERPRISE_CONTACT, unit=enterprise)
