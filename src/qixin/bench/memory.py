"""How much memory a serving process holds after people have worked with it."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

from qixin.bench.figures import Figure
from qixin.bench.homes import home_folder, load_district, set_up
from qixin.bench.pages import PAGES
from qixin.bench.processes import command_of, descendants, resident_mb
from qixin.bench.servers import serving


def measure(*, reports: int, rounds: int) -> Iterator[Figure]:
    with home_folder():
        set_up()
        load_district(reports=reports)
        sessions = {account: _session(account) for _name, account, _path in PAGES}
        with serving("--no-jobs") as (process, port):
            for _round in range(rounds):
                for _name, account, path in PAGES:
                    _get(f"http://127.0.0.1:{port}{path}", sessions[account])
            sizes = _workers(process.pid)
    yield Figure(
        name="Memory of a serving process",
        asked="< 250 MB",
        measured=f"{max(sizes):.0f} MB (the largest of {len(sizes)})",
        how=f"resident, {reports:,} reports, {rounds} rounds over {len(PAGES)} pages",
    )


def _workers(pid: int) -> list[float]:
    """The processes that answer requests: granian's children, not the watchers above them."""
    serving_pages = [
        child
        for parent in descendants(pid)
        if "qixin.config.wsgi" in command_of(parent)
        for child in descendants(parent)
    ]
    return [size for child in serving_pages if (size := resident_mb(child)) is not None]


def _session(username: str) -> str:
    """The cookie of a new session of this account."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from qixin.people.models import User

    user = User.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _get(address: str, cookie: str) -> None:
    asked = urllib.request.Request(_quoted(address), headers={"Cookie": cookie})  # noqa: S310
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310 - our own server
        if answer.url != asked.full_url:
            raise RuntimeError(f"{address} sent on to {answer.url}")
        answer.read()


def _quoted(address: str) -> str:
    from django.utils.encoding import iri_to_uri

    return iri_to_uri(address.replace(" ", "+"))
