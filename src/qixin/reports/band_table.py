"""The bands of MinHash signatures, by which likely duplicates find each other.

A plain table of (band, thing) for each kind of thing: with a row id and Django's own index it would
take three times the room, and a million reports have sixteen million bands. It can be built again
from the signatures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

# Past this many things in a band it says "many people forwarded this", and the newest will do.
MOST_IN_BAND = 200


@dataclass(frozen=True)
class BandTable:
    """The table `name`, whose things are named by the column `key`."""

    name: str
    key: str

    def create_statements(self, vendor: str) -> list[str]:
        """For the migration."""
        columns = f"CREATE TABLE {self.name} (value bigint, {self.key} bigint, PRIMARY KEY "
        end = " WITHOUT ROWID" if vendor == "sqlite" else ""
        return [f"{columns}(value, {self.key})){end}"]

    def add(self, bands: Iterable[tuple[int, int]]) -> None:
        """Insert (band, id) pairs; those that are there already stay."""
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {self.name} (value, {self.key}) VALUES (%s, %s) "  # noqa: S608
                "ON CONFLICT DO NOTHING",
                sorted(bands),
            )

    def remove(self, bands: Iterable[tuple[int, int]]) -> None:
        """Take (band, id) pairs out again."""
        with connection.cursor() as cursor:
            cursor.executemany(
                f"DELETE FROM {self.name} WHERE value = %s AND {self.key} = %s",  # noqa: S608
                sorted(bands),
            )

    def neighbours(self, values: list[int], *, besides: int) -> list[int]:
        """Ids of the newest things that share a band, without the thing `besides`."""
        if not values:
            return []
        # One branch a band, so that a crowded band costs no more than its newest rows.
        branch = (
            f"SELECT {self.key} FROM (SELECT {self.key} FROM {self.name} "  # noqa: S608
            f"WHERE value = %s ORDER BY {self.key} DESC LIMIT %s) AS newest"
        )
        statement = " UNION ".join([branch] * len(values))
        parameters = [part for value in values for part in (value, MOST_IN_BAND)]
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            found = {row[0] for row in cursor.fetchall()} - {besides}
        return sorted(found, reverse=True)[:MOST_IN_BAND]


REPORTS = BandTable("reports_band", "report_id")
