"""`qixin serve`: what dies is started again, and nobody is left behind."""

import fcntl
import gzip
import http.client
import json
import os
import signal
import threading
import uuid
from pathlib import Path

import psutil
import pytest
from django.db import connection

from qixin.people.models import ApiKey
from qixin.people.models.access import token_hash
from tests.cli.homes import answers, wait_until
from tests.people.factories import make_user

SECRET = "qx_abcd_secret"


def gone(processes):
    return not any(lives(one) for one in processes)


def lives(process):
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_what_is_killed_is_started_again_and_nobody_outlives_the_parent(home, port):
    home.serve(port)
    killed = home.workers()[0]
    killed.kill()
    wait_until(lambda: gone([killed]) and len(home.workers()) == 2, "a worker in its place")

    # granian is killed, and cannot end its workers itself
    pages = home.children()["pages"]
    before = [pages, *pages.children()]
    pages.kill()
    wait_until(lambda: gone(before), "the workers went with it")
    wait_until(lambda: answers(port), "the pages are served again")

    family = home.family()
    home.serving.kill()
    home.serving.wait()
    wait_until(lambda: gone(family), "all of them ended with their parent")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the request waits for SQLite's writers")
@pytest.mark.parametrize("asked_to_stop", [signal.SIGTERM, signal.SIGINT])
def test_a_request_in_flight_is_answered_before_all_stop(home, port, asked_to_stop):
    with home.inside():
        ApiKey.objects.create(
            name="气象局", prefix="abcd", secret_hash=token_hash(SECRET),
            permissions=["reports.send"], created_by=make_user(),
        )  # fmt: skip
    home.serve(port, "--workers", "1")
    wait_until(lambda: "jobs" in home.children(), "jobs are looked after as well")
    family, statuses, jobs = home.family(), [], home.children()["jobs"]
    with open(home.path / "writers.lock", "w") as writers:
        fcntl.flock(writers, fcntl.LOCK_EX)
        sending = threading.Thread(target=lambda: statuses.append(send(port)))
        sending.start()
        wait_until(lambda: somebody_waits_for(home.path / "writers.lock"), "the report's turn")
        os.kill(home.serving.pid, asked_to_stop)
        wait_until(lambda: gone([jobs]), "whoever has nothing to finish stops")
    sending.join()
    assert statuses == [201]
    assert home.serving.wait() == 0
    assert gone(family)


def test_public_files_are_served_like_by_a_web_server_in_front(home, port):
    pages = home.path / "public/zh/a"
    pages.mkdir(parents=True)
    (pages / "index.html").write_text("第一条")
    (pages / "index.html.gz").write_bytes(gzip.compress("第一条".encode()))
    (pages / "embed.html").write_text("列表")
    built = home.path / "static/ui/dist"
    (built / "assets").mkdir(parents=True)
    (built / "assets/live-DoTu5bxo.js").touch()
    (built / "public.css").touch()
    home.serve(port, "--workers", "1", "--no-jobs")

    status, told, body = fetch(port, "/zh/a/")
    assert (status, body.decode()) == (200, "第一条")
    assert told["content-type"] == "text/html; charset=utf-8"
    assert told["cache-control"] == "no-cache"
    assert told["x-frame-options"] == "SAMEORIGIN"
    assert "script-src 'self'" in told["content-security-policy"]
    assert fetch(port, "/zh/a/", {"If-None-Match": told["etag"]})[0] == 304
    packed = fetch(port, "/zh/a/", {"Accept-Encoding": "gzip"})
    assert (packed[1]["content-encoding"], gzip.decompress(packed[2])) == ("gzip", body)

    embedded = fetch(port, "/zh/a/embed.html")[1]
    assert "frame-ancestors *" in embedded["content-security-policy"]
    assert "x-frame-options" not in embedded
    for address in ("assets/live-DoTu5bxo.js", "public.css?v=1"):
        assert "immutable" in fetch(port, f"/static/ui/dist/{address}")[1]["cache-control"]
    assert fetch(port, "/static/ui/dist/public.css")[1]["cache-control"] == "no-cache"

    (pages / "index.html").unlink()
    for said in ({}, {"Accept-Encoding": "gzip"}, {"If-None-Match": told["etag"]}):
        assert fetch(port, "/zh/a/", said)[0] == 404


def fetch(port, path, headers=None):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", path, headers=headers or {})
    answer = line.getresponse()
    told = {name.lower(): value for name, value in answer.getheaders()}
    body = answer.read()
    line.close()
    return answer.status, told, body


def send(port):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = json.dumps({"client_key": str(uuid.uuid4()), "text": "路口积水"})
    line.request("POST", "/api/intake/", body, {"Authorization": f"Bearer {SECRET}"})
    status = line.getresponse().status
    line.close()
    return status


def somebody_waits_for(path):
    """Whether a process is queued for a lock on the file; the kernel lists it with an arrow."""
    inode = f":{path.stat().st_ino} "
    lines = Path("/proc/locks").read_text().splitlines()
    return any("->" in line and inode in line for line in lines)
