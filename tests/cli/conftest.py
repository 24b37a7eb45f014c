import socket

import pytest

from tests.cli.homes import made


@pytest.fixture
def home(tmp_path, transactional_db):
    with made(tmp_path / "home") as home:
        yield home


@pytest.fixture
def port():
    """A free port whose next one is free as well."""
    while True:
        with socket.socket() as one, socket.socket() as next_one:
            one.bind(("127.0.0.1", 0))
            number = one.getsockname()[1]
            try:
                next_one.bind(("127.0.0.1", number + 1))
            except OSError:
                continue
            return number
