"""Full-text indexes beside the tables they index; they can be thrown away and built again.

SQLite: a contentless FTS5 table whose rowid is the indexed row's id. PostgreSQL: a table of (id,
tsvector) with a GIN index. Both hold the bigrams of `core.search_terms`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from qixin.core.search_terms import bigrams, match_expression_sqlite, tsquery


@dataclass(frozen=True)
class SearchIndex:
    """A named index; `table` comes from our own code, never from a request."""

    table: str

    def create_statements(self, vendor: str) -> list[str]:
        """For the room's migration."""
        if vendor == "sqlite":
            return [f"CREATE VIRTUAL TABLE {self.table} USING fts5(terms, content='')"]
        return [
            f"CREATE TABLE {self.table} (id bigint PRIMARY KEY, terms tsvector NOT NULL)",
            f"CREATE INDEX {self.table}_terms ON {self.table} USING gin (terms)",
        ]

    def add(self, texts: Iterable[tuple[int, str]]) -> None:
        """Index (id, text) pairs that are not in the index yet."""
        rows = [(id_, bigrams(text)) for id_, text in texts]
        with connection.cursor() as cursor:
            cursor.executemany(self._insertion(), rows)

    def remove(self, texts: Iterable[tuple[int, str]]) -> None:
        """Take (id, text) pairs out; the text must be the one that was indexed."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.executemany(
                    f"INSERT INTO {self.table} ({self.table}, rowid, terms) "  # noqa: S608
                    "VALUES ('delete', %s, %s)",
                    [(id_, bigrams(text)) for id_, text in texts],
                )
            else:
                ids = [id_ for id_, _text in texts]
                cursor.execute(f"DELETE FROM {self.table} WHERE id = ANY(%s)", [ids])  # noqa: S608

    def matching(self, query: str) -> Q:
        """A filter for the rows whose text holds every word of `query`."""
        if connection.vendor == "sqlite":
            return Q(pk__in=self._subquery("rowid", f"{self.table} MATCH %s",
                                           match_expression_sqlite(query)))  # fmt: skip
        return Q(pk__in=self._subquery("id", "terms @@ to_tsquery('simple', %s)", tsquery(query)))

    def matching_along(
        self,
        query: str,
        table: str,
        *,
        key: str = "id",
        most: int | None = None,
        within: tuple[int, int] | None = None,
    ) -> Q:
        """`matching` for a frequent word: the rows are read in the list's own order.

        SQLite would otherwise read every matching row of `table` and sort them. The plus sign keeps
        it from that: it walks the index of the order, and asks the set of matches for each `key`,
        the column of the table's primary key. That set is of the `most` highest ids alone, and of
        those `within` (lowest, highest), where these are given: it is made before the first row.
        """
        if connection.vendor != "sqlite":
            return self.matching(query)
        found = f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s"  # noqa: S608
        if within is not None:
            found += f" AND rowid BETWEEN {int(within[0])} AND {int(within[1])}"
        if most is not None:
            found += f" ORDER BY rowid DESC LIMIT {int(most)}"
        held = RawSQL(  # noqa: S611
            f"+{table}.{key} IN ({found})",
            [match_expression_sqlite(query)],
            output_field=BooleanField(),
        )
        return Q(held)

    def newest_with_any(self, queries: Sequence[str], *, most: int) -> list[int]:
        """The highest ids of rows whose text holds every word of at least one of `queries`; the
        cost follows `most`, not how many match."""
        if connection.vendor == "sqlite":
            column, condition = "rowid", f"{self.table} MATCH %s"
            expression = " OR ".join(f"({match_expression_sqlite(one)})" for one in queries)
        else:
            column, condition = "id", "terms @@ to_tsquery('simple', %s)"
            expression = " | ".join(f"({tsquery(one)})" for one in queries)
        if not queries:
            return []
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {column} FROM {self.table} WHERE {condition} "  # noqa: S608
                f"ORDER BY {column} DESC LIMIT {int(most)}",
                [expression],
            )
            return [int(row[0]) for row in cursor.fetchall()]

    def is_frequent(self, query: str, *, over: int) -> bool:
        """Whether more than `over` rows match."""
        return self.count(query, most=over + 1) > over

    def count(self, query: str, *, most: int | None = None) -> int:
        """How many rows match; counts no further than `most`."""
        if connection.vendor == "sqlite":
            condition, expression = f"{self.table} MATCH %s", match_expression_sqlite(query)
        else:
            condition, expression = "terms @@ to_tsquery('simple', %s)", tsquery(query)
        found = f"SELECT 1 FROM {self.table} WHERE {condition}"  # noqa: S608
        limit = "" if most is None else f" LIMIT {int(most)}"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({found}{limit}) AS found", [expression])  # noqa: S608
            return int(cursor.fetchone()[0])

    def _subquery(self, column: str, condition: str, expression: str) -> RawSQL:
        statement = f"SELECT {column} FROM {self.table} WHERE {condition}"  # noqa: S608
        return RawSQL(statement, [expression])  # noqa: S611

    def _insertion(self) -> str:
        if connection.vendor == "sqlite":
            return f"INSERT INTO {self.table} (rowid, terms) VALUES (%s, %s)"  # noqa: S608
        return (
            f"INSERT INTO {self.table} (id, terms) "  # noqa: S608
            "VALUES (%s, to_tsvector('simple', %s)) ON CONFLICT DO NOTHING"
        )
