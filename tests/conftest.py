"""Shared by all tests: an own home folder, no sockets but loopback, fresh process-wide caches."""

import os
import tempfile

os.environ.setdefault("QIXIN_HOME", tempfile.mkdtemp(prefix="qixin-tests-"))
os.environ.setdefault("QIXIN_TASKS", "django_tasks.backends.immediate.ImmediateBackend")
os.environ.setdefault("QIXIN_HOSTS", "127.0.0.1 localhost testserver")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qixin.config.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import django
import pytest
from pytest_socket import enable_socket, socket_allow_hosts

django.setup()


@pytest.fixture(autouse=True)
def only_loopback():
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture(autouse=True)
def nothing_kept():
    from qixin.core import clock

    clock.forget_kept()
    yield
    clock.forget_kept()


@pytest.fixture(autouse=True)
def chinese_first():
    """No test inherits the language that another one switched to."""
    from django.utils import translation

    with translation.override("zh-hans"):
        yield
