"""How fast cases open by a form, beside tickets of django-helpdesk: two servers, asked in turn."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import click

from qixin.bench.figures import Figure, ratio
from qixin.bench.homes import home_folder, load_district, set_up
from qixin.bench.loads import load
from qixin.bench.servers import WORKERS, bare_wsgi, serving

CONNECTIONS = 4
_PEER = "qixin.bench.peers.helpdesk"
TEXT = "原料车在高速口下不来，库存只够两天，请协调放行。第COUNT次。"


@dataclass(frozen=True)
class Form:
    """A form to send: where, what (KEY and COUNT are replaced), and the session's cookie."""

    address: str
    fields: Mapping[str, str]
    session: str

    def send(self, seconds: int) -> int:
        """Fill it in for so long; returns how many were accepted."""
        token = secrets.token_hex(16)
        environment = {
            "FORM_BODY": urlencode({**self.fields, "csrfmiddlewaretoken": token}),
            "FORM_COOKIE": f"{self.session}; csrftoken={token}",
            "FORM_RUN": secrets.token_hex(4),
        }
        told = load(
            self.address, connections=CONNECTIONS, seconds=seconds, script="forms.lua",
            environment=environment,
        )  # fmt: skip
        return told.answers


def measure(*, rounds: int, seconds: int) -> Iterator[Figure]:
    """Both servers run throughout, with as many workers; both databases are SQLite, durable."""
    with home_folder() as home, ExitStack() as running:
        set_up()
        load_district()
        database = home / "helpdesk.sqlite3"
        environment = {"PEER_DATABASE": str(database), "PEER_SECRET": secrets.token_hex(16)}
        desk = _lay_down(environment)
        _process, port = running.enter_context(serving("--no-jobs", "--no-live"))
        peer_port = running.enter_context(bare_wsgi(_PEER, environment))
        own, peer = _own_form(port), _peer_form(peer_port, desk)
        before = _kept(home / "qixin.sqlite3", "cases_case")
        ours, theirs = [], []
        for _round in range(rounds + 1):
            ours.append(own.send(seconds))
            theirs.append(peer.send(seconds))
        opened = _kept(home / "qixin.sqlite3", "cases_case") - before
        tickets = _kept(database, "helpdesk_ticket")
        # the first round warms both up
        yield Figure(
            name=f"Cases opened by an enterprise's form, {WORKERS} workers",
            asked="≥ 3 × django-helpdesk's ticket form",
            measured=ratio([n / seconds for n in ours[1:]], [n / seconds for n in theirs[1:]]),
            how=f"{rounds} pairs of {seconds} s, {CONNECTIONS} connections, session and CSRF; "
            f"{opened:,} cases kept of {sum(ours):,} accepted, {tickets:,} tickets of "
            f"{sum(theirs):,}",
        )
        if opened < sum(ours) or tickets < sum(theirs):
            raise click.ClickException("what was accepted was not kept: see the figure")


def _own_form(port: int) -> Form:
    """The demo's enterprise asks; the type leads to a department at once."""
    from django.test import Client

    from qixin.cases.models import CaseType
    from qixin.people.enums import UnitKind
    from qixin.people.models import Unit, User

    kind = CaseType.objects.earliest("position")
    kind.lead_unit = Unit.objects.filter(kind=UnitKind.DEPARTMENT).earliest("pk")
    kind.save(update_fields=["lead_unit"])
    user = User.objects.get(username="demo-enterprise")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    fields = {
        "client_key": "KEY",
        "unit": str(user.active_grants[0].unit_id),
        "case_type": str(kind.pk),
        "text": TEXT,
        "urgency": "1",
    }
    [(name, morsel)] = client.cookies.items()
    return Form(f"http://127.0.0.1:{port}/w/my-cases/ask/", fields, f"{name}={morsel.value}")


def _peer_form(port: int, desk: Mapping[str, str]) -> Form:
    fields = {
        "queue": desk["queue"],
        "title": "原料车在高速口下不来 COUNT",
        "body": TEXT,
        "priority": "3",
        "submitter_email": "firm@example.org",
    }
    address = f"http://127.0.0.1:{port}/tickets/submit/"
    return Form(address, fields, f"sessionid={desk['session']}")


def _lay_down(environment: Mapping[str, str]) -> dict[str, str]:
    told = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", f"{_PEER}.laying"], check=True, text=True,
        stdout=subprocess.PIPE,
        env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": f"{_PEER}.settings"},
    )  # fmt: skip
    found: dict[str, str] = json.loads(told.stdout.strip().splitlines()[-1])
    return found


def _kept(database: Path, table: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
