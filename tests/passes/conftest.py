"""The second factor at sign-in is tested where people sign in."""

import pytest


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.QIXIN_DEMO = True
