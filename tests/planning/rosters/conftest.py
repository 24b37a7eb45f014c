"""Compiled once, before a test's own limits begin to run."""

import pytest

from qixin.planning.rosters.solve import warm_up


@pytest.fixture(scope="session", autouse=True)
def compiled_first():
    warm_up()
