"""`qixin journal verify`."""

from __future__ import annotations

import json

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from qixin.core import journal
from qixin.core.models import Entry


def verify(*, as_json: bool) -> int:
    """Print the verdict; returns the process's exit code: 0 intact, 1 tampered with."""
    verdict = _verify_with_progress(quiet=as_json)
    if as_json:
        print(  # noqa: T201
            json.dumps({
                "intact": verdict.intact, "entries": verdict.entries, "seals": verdict.seals,
                "unsealed": verdict.unsealed, "entry": verdict.entry_id, "seal": verdict.seal_id,
                "reason": str(verdict.reason),
            }, ensure_ascii=False)
        )  # fmt: skip
    elif verdict.intact:
        Console().print(
            f"The journal is intact: {verdict.entries} entries, {verdict.seals} seals, "
            f"{verdict.unsealed} entries not sealed yet."
        )
    else:
        where = f"entry {verdict.entry_id}" if verdict.entry_id else f"seal {verdict.seal_id}"
        Console().print(f"[bold red]Tampered with:[/] {where}: {verdict.reason}")
    return 0 if verdict.intact else 1


def _verify_with_progress(*, quiet: bool) -> journal.Verdict:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
               TimeElapsedColumn())  # fmt: skip
    with Progress(*columns, disable=quiet, transient=True) as progress:
        bar = progress.add_task("Reading the journal", total=Entry.objects.count())
        return journal.verify(lambda read: progress.update(bar, completed=read))
