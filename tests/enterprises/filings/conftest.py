"""The rules that a district begins with, and who keeps them."""

import pytest

from qixin.enterprises.actions import rules
from qixin.people.enums import Role
from tests.people.factories import make_user


@pytest.fixture
def admin():
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def usual(admin):
    rules.lay_down_usual_rules(by=admin)
