"""The bands of MinHash signatures, by which likely duplicates find each other.

A plain table of (band, report): with a row id and Django's own index it would take three times the
room, and a million reports have sixteen million bands. It can be built again from the signatures.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

TABLE = "reports_band"
# Past this many reports in a band it says "many people forwarded this", and the newest will do.
MOST_IN_BAND = 200


def create_statements(vendor: str) -> list[str]:
    """For the migration."""
    columns = f"CREATE TABLE {TABLE} (value bigint, report_id bigint, PRIMARY KEY "
    return [columns + "(value, report_id))" + (" WITHOUT ROWID" if vendor == "sqlite" else "")]


def add(bands: Iterable[tuple[int, int]]) -> None:
    """Insert (band, report id) pairs; those that are there already stay."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {TABLE} (value, report_id) VALUES (%s, %s) "  # noqa: S608
            "ON CONFLICT DO NOTHING",
            sorted(bands),
        )


def neighbours(values: list[int], *, besides: int) -> list[int]:
    """Ids of the newest reports that share a band, without the report `besides`."""
    if not values:
        return []
    # One branch a band, so that a crowded band costs no more than its newest rows.
    branch = (
        f"SELECT report_id FROM (SELECT report_id FROM {TABLE} "  # noqa: S608
        "WHERE value = %s ORDER BY report_id DESC LIMIT %s) AS newest"
    )
    statement = " UNION ".join([branch] * len(values))
    parameters = [part for value in values for part in (value, MOST_IN_BAND)]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found = {row[0] for row in cursor.fetchall()} - {besides}
    return sorted(found, reverse=True)[:MOST_IN_BAND]
