"""What stands below a page, asked so that SQLite finds it by the right index among a million.

Django asks for `path__startswith` by LIKE, which is deaf to case on SQLite and so uses no index.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, QuerySet, Sum
from django.db.models.lookups import StartsWith
from django.db.models.sql.compiler import SQLCompiler
from wagtail.models import Page

from qixin.newsroom.models import Column, Story

# Comes after every letter of a path (treebeard's alphabet: 0-9, A-Z).
_AFTER = "~"


class PathStartsWith(StartsWith):
    """As a range, which the path's index knows: for the few pages below one (Wagtail asks it of
    each story that it lists)."""

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        if not self.rhs_is_direct_value():
            return super().as_sql(compiler, connection)
        path, params = self.process_lhs(compiler, connection)
        bounds = [*params, self.rhs, *params, f"{self.rhs}{_AFTER}"]
        return f"({path} >= %s AND {path} < %s)", bounds


class PathWithin(StartsWith):
    """`path__within`: the same by LIKE, for the newest of the many stories below a section, which
    the index of the order finds."""

    lookup_name = "within"

    def get_rhs_op(self, connection: BaseDatabaseWrapper, rhs: str) -> str:
        return str(connection.operators["startswith"] % rhs)


class _Plainly(Func):
    """An expression of its own, so that no index is chosen for the sake of the order alone."""

    template = "%(expressions)s"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **more)


# The order of columns and topics: a few rows, which SQLite would else look up among all pages.
BY_PATH = _Plainly(F("path"))


# Of fewer pages the index of their paths finds the newest sooner, of more that of the order.
FEW = 5_000


def below(pages: QuerySet[Any], path: str, total: int) -> QuerySet[Any]:
    """Those of `pages` below `path`, about `total` of them, for the first in an indexed order."""
    return pages.filter(**{"path__startswith" if total < FEW else "path__within": path})


def live_below(path: str) -> QuerySet[Story]:
    """The live stories below a section, to be taken from in the order of publication."""
    return below(Story.objects.live(), path, _held(path))


def live_count(path: str) -> int:
    """How many live stories stand below a section, without reading them: the tree keeps count of
    all, and those not live are few."""
    return _held(path) - Story.objects.filter(live=False, path__within=path).count()


def _held(path: str) -> int:
    return Column.objects.filter(path__within=path).aggregate(n=Sum("numchild"))["n"] or 0


def search_paths_by_range() -> None:
    """For Wagtail's own questions (`descendant_of`, `child_of`) as for ours."""
    path = Page._meta.get_field("path")
    path.register_lookup(PathStartsWith)
    path.register_lookup(PathWithin)
