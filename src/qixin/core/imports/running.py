"""Running an import: batch by batch, each in a transaction with its line in the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qixin.core import clock, journal
from qixin.core.actors import Actor
from qixin.core.imports.kinds import (
    Counts,
    Importer,
    RemarkingImporter,
    SurveyingImporter,
    kind_named,
)
from qixin.core.models import ImportRun
from qixin.core.sheets import Sheet, SheetError, SheetRow, open_sheet, write_rejected
from qixin.core.sheets.writing import ADDED

BATCH = 1000
VERB = "core.rows_imported"
# Columns left out that a result lists.
_MOST_NAMES = 12


@dataclass(frozen=True)
class ImportResult:
    """Counts that add up to the rows of the file, and where the rejected rows lie, if any."""

    rows: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    rejected_file: Path | None
    run_id: int
    remarks: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The counts as one line in the reader's language."""
        return _(
            "%(rows)d rows: %(created)d new, %(updated)d changed, %(unchanged)d unchanged, "
            "%(rejected)d rejected"
        ) % vars(self)


def run_import(
    *,
    kind: str,
    path: Path,
    by: Actor,
    rejected_to: Path | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> ImportResult:
    """Import the file at `path`; good rows go in, bad rows come back in a file beside it.

    `kind` is a registered kind's name; `on_progress` is called with the rows read so far. The same
    file again changes nothing. Raises NotFound for an unknown kind, SheetError for no sheet at all.
    """
    kind_named(kind)
    suffix = ".xlsx" if path.suffix.lower() == ".xlsx" else ".csv"
    rejected_to = rejected_to or path.with_name(f"{path.stem}.rejected{suffix}")
    run = open_run(kind=kind, filename=path.name, by=by)
    with path.open("rb") as file:
        return perform(run, file, by=by, rejected_to=rejected_to, on_progress=on_progress)


def open_run(*, kind: str, filename: str, by: Actor, stored_as: str = "") -> ImportRun:
    """A run that waits for `perform`."""
    return ImportRun.objects.create(
        kind=kind,
        filename=filename[-200:],
        stored_as=stored_as,
        actor_kind=by.actor_kind,
        actor_id=by.actor_id,
    )


def perform(
    run: ImportRun,
    file: BinaryIO,
    *,
    by: Actor,
    rejected_to: Path,
    on_progress: Callable[[int], None] | None = None,
) -> ImportResult:
    """Import `file` as `run`. A run that was cut short may be performed again.

    Raises SheetError, after the run has noted it, where no row can be read.
    """
    run.begin()
    try:
        return _Run(run, by, on_progress).through(file, rejected_to)
    except SheetError as error:
        run.fail(str(error.sentence))
        raise


class _Run:
    def __init__(
        self, run: ImportRun, by: Actor, on_progress: Callable[[int], None] | None
    ) -> None:
        self.run, self.by, self.on_progress = run, by, on_progress
        self.kind = kind_named(run.kind)
        self.importer: Importer = self.kind.begin()

    def through(self, file: BinaryIO, rejected_to: Path) -> ImportResult:
        if isinstance(self.importer, SurveyingImporter):
            with open_sheet(file, filename=self.run.filename, columns=self.kind.columns) as sheet:
                self.importer.survey(sheet)
        with open_sheet(file, filename=self.run.filename, columns=self.kind.columns) as sheet:
            # The writer pulls the rejected rows, and with them the whole import: neither the rows
            # nor the rejected ones are ever all in memory.
            rejected = write_rejected(rejected_to, sheet.header, self._rejected(iter(sheet)))
        if not rejected:
            rejected_to.unlink()
        self.run.finish(remarks=self._remarks(sheet))
        return ImportResult(
            rows=self.run.rows,
            created=self.run.created,
            updated=self.run.updated,
            unchanged=self.run.unchanged,
            rejected=self.run.rejected,
            rejected_file=rejected_to if rejected else None,
            run_id=self.run.pk,
            remarks=tuple(self.run.remarks.splitlines()),
        )

    def _remarks(self, sheet: Sheet) -> list[str]:
        noted = self.importer.remarks() if isinstance(self.importer, RemarkingImporter) else []
        return [*noted, *_left_out([label for label in sheet.unused if label not in ADDED])]

    def _rejected(self, rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
        while batch := list(islice(rows, BATCH)):
            self._take(batch)
            yield from (row for row in batch if row.errors)
            if self.on_progress:
                self.on_progress(self.run.rows)

    @transaction.atomic
    def _take(self, batch: list[SheetRow]) -> None:
        good = [row for row in batch if not row.errors]
        counts = self.importer.take(good, by=self.by) if good else Counts()
        rejected = sum(bool(row.errors) for row in batch)
        if counts.created + counts.updated + counts.unchanged + rejected != len(batch):
            raise AssertionError(f"{self.run.kind}: the counts do not add up to the rows read")
        self.run.count(rows=len(batch), rejected=rejected, **vars(counts))
        journal.write(
            verb=VERB,
            subject=self.run,
            by=self.by,
            detail={"kind": self.run.kind, "rejected": rejected, **vars(counts)},
        )


def _left_out(labels: list[str]) -> Iterator[str]:
    """A column of a name that nobody knows is not dropped in silence."""
    if labels:
        shown = "、".join(labels[:_MOST_NAMES]) + "…" * (len(labels) > _MOST_NAMES)
        yield ngettext(
            "%(count)d column of the file was not read: %(names)s",
            "%(count)d columns of the file were not read: %(names)s",
            len(labels),
        ) % {"count": len(labels), "names": shown}


def erase_files_before(moment: datetime) -> list[str]:
    """The stored files of finished runs older than `moment`; their names are taken off the runs."""
    old = ImportRun.objects.filter(created_at__lt=moment).exclude(stored_as="", rejected_as="")
    names = [name for run in old for name in (run.stored_as, run.rejected_as) if name]
    old.update(stored_as="", rejected_as="", erased_at=clock.now())
    return names
