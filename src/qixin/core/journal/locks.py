"""Writers and the sealer.

On PostgreSQL an entry with a lower id may be committed after one with a higher id, so a seal over
"all up to id n" could miss one. Writers therefore hold a shared advisory lock until they commit;
the sealer takes it exclusively, and so sees every id that was given out. SQLite has one writer.
"""

from django.db import connection

# Any number that no other advisory lock of this project uses.
_KEY = 0x51495849


def hold_off_sealing() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_KEY])


def wait_for_writers() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_KEY])
