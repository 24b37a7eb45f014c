"""The second factor at sign-in is tested where people sign in."""

import pytest


@pytest.fixture(autouse=True)
def no_second_factor(settings, tmp_path):
    settings.QIXIN_DEMO = True
    settings.MEDIA_ROOT = str(tmp_path / "media")
