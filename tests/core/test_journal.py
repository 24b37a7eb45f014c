"""The journal tells the truth, and shows where somebody made it lie."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from qixin.core import journal
from qixin.core.actors import SYSTEM
from qixin.core.models import Entry, Seal
from tests.people.factories import make_unit

pytestmark = pytest.mark.django_db


def write_lines(count):
    unit = make_unit()
    with transaction.atomic():
        return journal.write_many(
            [journal.Line("people.imported", unit, SYSTEM, {"n": n}) for n in range(count)]
        )


def without_triggers(statement, *values):
    """What somebody with the database's password could do."""
    on = " ON core_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for event in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER core_entry_no_{event}{on}")
        cursor.execute(statement, values)


def test_an_untouched_journal_verifies_over_several_seals():
    write_lines(1500)
    assert journal.seal_up() == 1500
    write_lines(3)
    verdict = journal.verify()
    assert verdict.intact
    assert (verdict.entries, verdict.seals, verdict.unsealed) == (1503, 2, 3)


@pytest.mark.parametrize("event", ["update", "delete"])
def test_the_database_refuses_to_change_an_entry(event):
    entry = write_lines(1)[0]
    rows = Entry.objects.filter(pk=entry.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(verb="x") if event == "update" else rows._raw_delete("default")


@pytest.mark.parametrize("sealed", [True, False])
def test_the_first_altered_entry_is_named(sealed):
    entries = write_lines(5)
    if sealed:
        journal.seal_up()
    without_triggers("UPDATE core_entry SET verb = 'x' WHERE id >= %s", entries[2].pk)
    assert journal.verify().entry_id == entries[2].pk


def test_a_removed_entry_is_named():
    entries = write_lines(5)
    journal.seal_up()
    without_triggers("DELETE FROM core_entry WHERE id = %s", entries[1].pk)
    assert journal.verify().entry_id == entries[1].pk


def test_an_entry_that_was_slipped_in_is_named():
    entries = write_lines(3)
    journal.seal_up()
    forged = write_lines(1)[0]
    write_lines(1)
    without_triggers("DELETE FROM core_entry WHERE id = %s", entries[2].pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_entry SET id = %s WHERE id = %s", [entries[2].pk, forged.pk])
    assert journal.verify().entry_id == entries[2].pk


def test_a_seal_that_was_replaced_breaks_the_chain():
    write_lines(1001)
    journal.seal_up()
    first, second = Seal.objects.order_by("id")
    on = " ON core_seal" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER core_seal_no_update{on}")
        cursor.execute("UPDATE core_seal SET previous = %s WHERE id = %s", ["0" * 64, second.pk])
    assert journal.verify().seal_id == second.pk
    assert first.previous == ""


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_a_transaction_is_refused():
    unit = make_unit()
    with pytest.raises(transaction.TransactionManagementError):
        journal.write(verb="people.imported", subject=unit, by=SYSTEM)
