"""`qixin bench …`: measured, never asserted; ratios and medians, for machines are shared."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.table import Table


@click.group()
def bench() -> None:
    """Benchmarks. Each works in a home folder of its own and stops by itself."""


@bench.command()
@click.option("--reports", default=100_000, show_default=True, help="Reports to fill in first.")
@click.option("--rounds", default=40, show_default=True, help="Requests to each page.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def pages(reports: int, rounds: int, as_json: bool) -> None:
    """Queue, search, situation and duplicates: milliseconds on the server, number of queries."""
    with _filled(reports):
        from qixin.bench.pages import time_duplicates, time_pages

        rows = [*time_pages(rounds=rounds), time_duplicates(rounds=rounds)]
    if as_json:
        for row in rows:
            click.echo(json.dumps(row.as_row(), ensure_ascii=False))
        return
    table = Table("page", "reports", "median ms", "p95 ms", "queries")
    for row in rows:
        table.add_row(*map(str, row.as_row().values()))
    Console().print(table)


@bench.command("all")
@click.pass_context
def everything(context: click.Context) -> None:
    """All benchmarks with their usual sizes."""
    context.invoke(pages)


@contextmanager
def _filled(reports: int) -> Iterator[None]:
    """A district of its own with so many reports, thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="qixin-bench-") as home:
        os.environ |= {"QIXIN_HOME": home, "QIXIN_DEMO": "1"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        from qixin.bench.filling import fill_reports
        from qixin.drill import loading
        from qixin.drill.cast import cast

        call_command("createcachetable", verbosity=0)
        call_command("migrate", verbosity=0, interactive=False)
        loading.load(cast(2020), password="bench", on_step=lambda _name: None)  # noqa: S106
        fill_reports(reports)
        yield
