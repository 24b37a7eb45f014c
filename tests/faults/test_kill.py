"""The server is killed again and again while clients send: what was acknowledged is there, once."""

import hashlib
import random
from collections import Counter
from contextlib import suppress

import psutil
import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.middleware.csrf import _get_new_csrf_string

from qixin.cli import journaling
from qixin.core.models import Entry
from qixin.people.enums import Role
from qixin.people.models import ApiKey
from qixin.people.models.access import token_hash
from qixin.reports.models import Attachment, Report
from qixin.reports.workflow import JOURNAL
from tests.cli.homes import wait_until
from tests.faults.clients import Memory, Phone, System
from tests.people.factories import make_user
from tests.reports.factories import make_group, make_member
from tests.reports.pictures import jpeg

SECRET = "qx_abcd_secret"
# Whoever dies next. The power cut takes all of them at once, the parent too.
BLOWS = ("worker", "jobs", "worker", "power cut", "pages", "worker")


@pytest.fixture
def clients(home, port):
    """A retrying and a forgetful client on each road; they begin when they are started."""
    with home.inside():
        ApiKey.objects.create(
            name="气象局", prefix="abcd", secret_hash=token_hash(SECRET),
            permissions=["reports.send"], created_by=make_user(),
        )  # fmt: skip
        user = make_user(Role.CORRESPONDENT)
        make_member(make_group(), user.person)
        session = signed_in(user)
    photo = {
        "session": session,
        "token": _get_new_csrf_string(),
        "photo": jpeg(size=(640, 480)).read(),
    }
    memory = Memory()
    made = [System(port, memory, secret=SECRET, retries=retries) for retries in (True, True, False)]
    made += [Phone(port, memory, retries=retries, **photo) for retries in (True, False)]
    yield made
    for client in made:
        client.retries = False
        client.stop()


def signed_in(user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def test_what_was_acknowledged_is_there_once_however_the_server_dies(home, port, clients):
    moments = random.Random(random.getrandbits(64))  # of pytest-randomly's seed
    memory = clients[0].memory
    home.serve(port)
    for client in clients:
        client.start()
    for blow in BLOWS:
        acknowledge_more(memory, moments.randint(3, 40))
        strike(blow, home, port, moments)
    acknowledge_more(memory, 10)
    for client in clients:
        client.stop()
    for client in clients:
        client.join()
    with home.inside():
        wait_until(lambda: not Report.objects.filter(examined_at=None).exists(), "examined")
    home.kill_all()
    assert memory.unanswered, "no blow hit a request"
    assert memory.files, "no photo was acknowledged"

    with home.inside():
        check_reports(memory)
        check_attachments(memory, home.path / "attachments")
        assert journaling.verify(as_json=True) == 0


def acknowledge_more(memory, number):
    enough = len(memory) + number
    wait_until(lambda: len(memory) >= enough, f"{number} more acknowledgements")


def strike(blow, home, port, moments):
    if blow == "power cut":
        home.kill_all()
        home.serve(port)
        return
    # whoever died by the blow before may not be back yet
    wait_until(lambda: living(blow, home), f"{blow} to be killed")
    with suppress(psutil.NoSuchProcess, IndexError):
        moments.choice(living(blow, home)).kill()


def living(blow, home):
    if blow == "worker":
        return home.workers()
    found = home.children().get(blow)
    return [found] if found else []


def check_reports(memory):
    rows = Report.objects.values_list("client_key", "number")
    kept = {str(key): {number} for key, number in rows}
    # a report that was sent twice must have been told the same number twice
    assert {key: kept.get(key) for key in memory.numbers} == memory.numbers
    assert kept.keys() <= memory.tried
    # half a report would be a row without its line in the journal, or a line without its row
    lines = Entry.objects.filter(verb=JOURNAL["receive"]).values_list("subject_id", flat=True)
    assert Counter(lines) == Counter(Report.objects.values_list("pk", flat=True))


def check_attachments(memory, folder):
    kept = {str(one.client_key): one for one in Attachment.objects.all()}
    acknowledged = {name: kept[name].sha256 for name in memory.files if name in kept}
    assert acknowledged == memory.files
    for one in kept.values():
        content = (folder / one.original.name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == one.sha256
    lines = Entry.objects.filter(verb=JOURNAL["attach"]).values_list("detail", flat=True)
    assert Counter(line["attachment"] for line in lines) == Counter(one.pk for one in kept.values())
