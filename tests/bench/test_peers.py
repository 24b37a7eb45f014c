"""A peer that wrote another row than ours would make the ratio worth nothing."""

import json
import sqlite3
import uuid

import pytest
from django.db import connection

from qixin.bench import servers
from qixin.bench.peers.row import COLUMNS, row
from qixin.cli import serving
from qixin.reports.models import Report

SENT = {"client_key": str(uuid.uuid4()), "text": "路口积水", "lng": 118.3, "lat": 36.8}


def test_the_peers_insert_every_column_of_a_report():
    own = {field.column for field in Report._meta.concrete_fields if not field.primary_key}
    assert set(COLUMNS) == own


@pytest.mark.django_db
def test_a_peers_row_is_one_that_the_table_takes():
    number, values = row(json.dumps(SENT).encode())
    places = ", ".join(["%s"] * len(COLUMNS))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Report._meta.db_table} ({', '.join(COLUMNS)}) VALUES ({places})", values
        )
    report = Report.objects.get(number=number)
    assert (report.text, report.client_key, report.state) == (
        SENT["text"], uuid.UUID(SENT["client_key"]), "received",
    )  # fmt: skip


def test_sqlite_keeps_the_row_durably(tmp_path, monkeypatch):
    path = tmp_path / "peer.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE reports_report (id INTEGER PRIMARY KEY)")
    monkeypatch.setenv("PEER_DATABASE", str(path))
    from qixin.bench.peers import sqlite_app

    asked = sqlite_app._connection.execute
    assert asked("PRAGMA journal_mode").fetchone() == ("wal",)
    assert asked("PRAGMA synchronous").fetchone() == (2,)
    sqlite_app._connection.close()


def test_a_peer_has_as_many_threads_as_our_own_server():
    assert servers.THREADS == serving.THREADS


def test_the_help_desk_runs_with_session_csrf_and_a_durable_database():
    from qixin.bench.peers.helpdesk import settings as desk

    assert {name.rpartition(".")[2] for name in desk.MIDDLEWARE} >= {
        "SessionMiddleware", "CsrfViewMiddleware", "AuthenticationMiddleware",
    }  # fmt: skip
    assert "synchronous=FULL" in desk.DATABASES["default"]["OPTIONS"]["init_command"]
