import pytest
from django.db import transaction

from qixin.people.enums import Role
from tests.newsroom.factories import make_editor


@pytest.fixture(autouse=True)
def public_root(tmp_path, settings):
    settings.QIXIN_PUBLIC_ROOT = tmp_path / "public"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "public"


@pytest.fixture
def at_commit(monkeypatch):
    """What is due on commit happens at once: the test's own transaction never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda work, *a, **k: work())


@pytest.fixture
def desk(client):
    """A chief editor, signed in."""
    client.force_login(make_editor(Role.CHIEF_EDITOR))
    return client
