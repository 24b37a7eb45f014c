"""Writing the whole public site from the command line, with what is left to see."""

from __future__ import annotations

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from qixin.newsroom.actions.indexing import fill
from qixin.newsroom.actions.rebuilding import begin_build, go_on_building, unfinished_build
from qixin.newsroom.models import SiteBuild
from qixin.newsroom.search.server import Away, is_set


def rebuild(*, processes: int, anew: bool) -> SiteBuild | None:
    """Write every public page, on from where an earlier run was stopped unless `anew`.

    None where another writing was begun meanwhile.
    """
    started = (None if anew else unfinished_build()) or begin_build()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("Stories", total=None)

        def show(build: SiteBuild) -> None:
            progress.update(bar, completed=build.written, total=build.stories)

        ended = go_on_building(started=started, processes=processes, on_progress=show)
    return started if ended else None


def fill_search() -> str:
    """Have OpenSearch hold what is published; returns what was done, as a sentence."""
    if not is_set():
        raise click.ClickException("QIXIN_SEARCH is not set: the database answers searches.")
    columns = (TextColumn("{task.description}"), MofNCompleteColumn())
    try:
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task("Stories and answers", total=None)
            count = fill(on_progress=lambda more: progress.update(bar, advance=more))
    except Away as why:
        raise click.ClickException(f"OpenSearch: {why}.") from why
    return f"{count} stories and answers in the index."
