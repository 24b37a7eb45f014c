"""`qixin import KIND FILE`."""

from __future__ import annotations

import gc
import json
from dataclasses import asdict
from pathlib import Path

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from qixin.core.actors import SYSTEM
from qixin.core.errors import QixinError
from qixin.core.imports import ImportResult, run_import

GCJ02 = "_gcj02"


def import_file(
    kind: str, path: Path, *, rejected_to: Path | None, gcj02: bool, as_json: bool
) -> int:
    """Import and print what became of the rows; returns the process's exit code.

    0: every row went in; 1: some came back; 2: nothing could be read.
    """
    # Rows come and go by the thousand and hold no circles: to look for some costs a sixteenth.
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    try:
        result = _with_progress(kind + GCJ02 * gcj02, path, rejected_to, quiet=as_json)
    except QixinError as error:
        _say_refused(str(error.sentence), as_json=as_json)
        return 2
    if as_json:
        print(json.dumps(_as_json(kind, result), ensure_ascii=False))  # noqa: T201
    else:
        _tell(result)
    return 1 if result.rejected else 0


def _with_progress(kind: str, path: Path, rejected_to: Path | None, *, quiet: bool) -> ImportResult:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, disable=quiet, transient=True) as progress:
        # how many rows a file has is known only at its end
        bar = progress.add_task(_("Rows imported"), total=None)
        return run_import(
            kind=kind,
            path=path,
            by=SYSTEM,
            rejected_to=rejected_to,
            on_progress=lambda rows: progress.update(bar, completed=rows),
        )


def _as_json(kind: str, result: ImportResult) -> dict[str, object]:
    file = str(result.rejected_file) if result.rejected_file else None
    return {"kind": kind, **asdict(result), "rejected_file": file, "remarks": list(result.remarks)}


def _tell(result: ImportResult) -> None:
    console = Console()
    # A terminal breaks long lines by itself; rich would tear Chinese sentences apart.
    lines = [result.summary, *(f"· {remark}" for remark in result.remarks)]
    if result.rejected_file:
        lines.append(_("Rejected rows with their reasons: %s") % result.rejected_file)
    for line in lines:
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def _say_refused(sentence: str, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"error": sentence}, ensure_ascii=False))  # noqa: T201
    else:
        Console(stderr=True).print(sentence, highlight=False, markup=False, soft_wrap=True)
