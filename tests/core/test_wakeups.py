"""Wake-ups: what is told, when, and what is refused before anything starts."""

import pytest
from click.testing import CliRunner
from django.core.checks import run_checks
from django.db import connection, transaction
from redis import Redis

from qixin.cli.main import cli
from qixin.core import journal, wakeups
from qixin.core.actors import SYSTEM
from qixin.core.models import Entry
from qixin.core.wakeups import telling
from tests.people.factories import make_district
from tests.servers import RedisServer, needs_redis

CHANNEL = "qixin_core_entry"
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="NOTIFY is PostgreSQL's"
)


@pytest.fixture
def redis():
    server = RedisServer().start()
    yield server
    server.stop()
    telling._publisher.cache_clear()


@pytest.fixture
def heard(redis, settings):
    """What a subscriber has heard since it was last asked: (channel, content)."""
    settings.QIXIN_WAKE = redis.url
    client = Redis.from_url(redis.url)
    subscription = client.pubsub(ignore_subscribe_messages=True)
    subscription.subscribe(CHANNEL)
    subscription.get_message(timeout=5)

    def ask():
        # answered in order: what came before the mark has been heard when it is
        client.publish(CHANNEL, b"mark")
        found = []
        while (message := subscription.get_message(timeout=5)) is None or message["data"] != (
            b"mark"
        ):
            if message is not None:
                found.append((message["channel"].decode(), message["data"]))
        return found

    yield ask
    subscription.close()
    client.close()


def _write(verb="people.granted"):
    return journal.write(verb=verb, subject=make_district(), by=SYSTEM)


@needs_redis
@pytest.mark.django_db(transaction=True)
def test_a_transaction_with_many_lines_is_told_once_and_says_nothing_but_the_table(heard):
    with transaction.atomic():
        for _line in range(5):
            _write()
        assert heard() == []
    assert heard() == [(CHANNEL, b"")]


@needs_redis
@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_not_told_and_what_comes_after_is(heard):
    with transaction.atomic():
        _write()
        transaction.set_rollback(True)
    assert heard() == []
    with transaction.atomic():
        with transaction.atomic():
            _write()
            transaction.set_rollback(True)
        _write()
    assert heard() == [(CHANNEL, b"")]


@needs_redis
@pytest.mark.django_db(transaction=True)
def test_nobody_who_saves_something_pays_for_a_redis_that_is_away(redis, settings, caplog):
    settings.QIXIN_WAKE = redis.url
    redis.stop()
    for _time in range(3):
        with transaction.atomic():
            _write()
    assert Entry.objects.filter(verb="people.granted").count() == 3
    assert [one.message for one in caplog.records if "does not answer" in one.message] == [
        one.message for one in caplog.records
    ]
    assert len(caplog.records) == 1


@pytest.mark.django_db
def test_where_nobody_is_woken_a_commit_does_nothing_more(
    settings, django_capture_on_commit_callbacks
):
    settings.QIXIN_WAKE = "poll"
    with django_capture_on_commit_callbacks() as callbacks:
        _write()
    assert callbacks == []


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_postgresql_is_told_the_table_alone(settings):
    settings.QIXIN_WAKE = "postgres"
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
    with transaction.atomic():
        _write()
        _write()
    told = list(connection.connection.notifies(timeout=5, stop_after=1))
    assert [(one.channel, one.payload) for one in told] == [(CHANNEL, "")]
    assert list(connection.connection.notifies(timeout=0)) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("poll", ""),
        ("redis://127.0.0.1:6379/0", ""),
        ("rediss://redis.example/0", ""),
        ("nats://127.0.0.1", "is not understood"),
        ("Postgres", "is not understood"),
        ("redis", "is not understood"),
    ],
)
def test_what_cannot_be_gone_is_refused_with_a_sentence(settings, given, said):
    settings.QIXIN_WAKE = given
    assert said in wakeups.fault()
    assert bool(wakeups.fault()) is bool(said)


def test_postgres_without_postgresql_is_refused_and_the_check_says_so(settings, monkeypatch):
    settings.QIXIN_WAKE = "postgres"
    monkeypatch.setitem(
        settings.DATABASES, "default", {"ENGINE": "django.db.backends.sqlite3", "NAME": "x"}
    )
    assert "needs PostgreSQL" in wakeups.fault()
    assert [one.msg for one in run_checks() if one.id == "qixin.E001"] == [wakeups.fault()]


def test_serve_does_not_start_with_a_way_that_cannot_be_gone(settings):
    settings.QIXIN_WAKE = "nats://127.0.0.1"
    done = CliRunner().invoke(cli, ["serve", "--port", "1"])
    assert done.exit_code == 1
    assert "QIXIN_WAKE=nats://127.0.0.1 is not understood" in done.output
