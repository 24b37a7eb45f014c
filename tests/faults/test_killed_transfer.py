"""The server is killed while a large file comes in: what was acknowledged is there, and goes on."""

import hashlib
import http.client
import os
from base64 import b64encode

import pytest
from django.middleware.csrf import _get_new_csrf_string

from qixin.people.enums import Role
from qixin.reports.actions.transferring import DURABLE_EVERY
from qixin.reports.models import Transfer
from tests.cli.homes import wait_until
from tests.faults.test_kill import signed_in
from tests.people.factories import make_user

FILM = b"\0\0\0\x18ftypisom" + os.urandom(5 * DURABLE_EVERY)
FIRST = 1_000_000


@pytest.fixture
def headers(home):
    with home.inside():
        session = signed_in(make_user(Role.EDITOR))
    token = _get_new_csrf_string()
    return {"Tus-Resumable": "1.0.0", "X-CSRFToken": token,
            "Cookie": f"sessionid={session}; csrftoken={token}"}  # fmt: skip


def asked(port, method, path, headers, body=None):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request(method, path, body, headers)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer


def piece(offset):
    return {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}


def test_a_file_goes_on_where_it_was_when_the_server_was_killed(home, port, headers):
    home.serve(port)
    metadata = f"kind {b64encode(b'clip').decode()}"
    begun = asked(
        port, "POST", "/w/transfers/",
        {**headers, "Upload-Length": str(len(FILM)), "Upload-Metadata": metadata},
    )  # fmt: skip
    assert begun.status == 201
    path = begun.headers["Location"]
    assert asked(port, "PATCH", path, headers | piece(0), FILM[:FIRST]).status == 204

    # a long piece, of which only a part is sent when everything dies
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.putrequest("PATCH", path)
    for name, value in (headers | piece(FIRST)).items():
        line.putheader(name, value)
    line.putheader("Content-Length", str(len(FILM) - FIRST))
    line.endheaders()
    line.send(FILM[FIRST : FIRST + 3 * DURABLE_EVERY])
    with home.inside():
        wait_until(
            lambda: Transfer.objects.get().offset > FIRST, "a part of the piece to be acknowledged"
        )
    home.kill_all()
    line.close()

    home.serve(port)
    offset = int(asked(port, "HEAD", path, headers).headers["Upload-Offset"])
    assert FIRST < offset <= FIRST + 3 * DURABLE_EVERY
    assert asked(port, "PATCH", path, headers | piece(offset), FILM[offset:]).status == 204
    home.kill_all()
    with home.inside():
        assert Transfer.objects.get().is_complete
    [file] = (home.path / "transfers").iterdir()
    assert hashlib.sha256(file.read_bytes()).digest() == hashlib.sha256(FILM).digest()
