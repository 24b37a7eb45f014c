"""What can be imported: each room registers its kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from qixin.core.actors import Actor
from qixin.core.errors import NotFound
from qixin.core.journal import details
from qixin.core.sheets import Sheet, SheetColumn, SheetRow


@dataclass
class Counts:
    """What became of a batch's good rows; a row that `take` gave an error counts nowhere here."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


class Importer(Protocol):
    """One run of one kind. It may keep what it resolved (places, units) from batch to batch."""

    def take(self, rows: Sequence[SheetRow], *, by: Actor) -> Counts:
        """Put the rows into the database, within the caller's transaction.

        A row that cannot be taken gets a CellError appended and is left out; nothing else raises.
        Rows that say what is already there are counted as unchanged.
        """
        ...


@runtime_checkable
class SurveyingImporter(Importer, Protocol):
    """An importer that must see all rows once before it can judge the first."""

    def survey(self, sheet: Sheet) -> None:
        """Look through the whole sheet, at constant memory; nothing is written."""
        ...


@runtime_checkable
class RemarkingImporter(Importer, Protocol):
    """An importer that has something to say about the rows that it took."""

    def remarks(self) -> list[str]:
        """Sentences for the result, after the last row: what was noted and not refused."""
        ...


@dataclass(frozen=True)
class ImportKind:
    """A kind of file. The first alias of each column is its Chinese header, the second its English.

    `permission` is what a person needs for the whole district to import it.
    """

    name: str
    title: Promise | str
    permission: str
    columns: tuple[SheetColumn, ...]
    begin: Callable[[], Importer]
    hint: Promise | str = ""


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    """Offer `kind` on the import page and to `qixin import`; registering it again replaces it."""
    _kinds[kind.name] = kind
    details.register({}, {"kind": [(kind.name, kind.title)]})


def kinds() -> list[ImportKind]:
    """Every kind, in the order in which the rooms registered them."""
    return list(_kinds.values())


def kind_named(name: str) -> ImportKind:
    """Raises NotFound if no room registered such a kind."""
    try:
        return _kinds[name]
    except KeyError:
        raise NotFound(_("There is no import of this kind.")) from None
