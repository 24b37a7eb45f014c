"""The `qixin` command. Each subcommand is a thin shell around a function elsewhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from qixin.bench.commands import bench

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=CONTEXT)
@click.option(
    "--home", type=click.Path(file_okay=False, path_type=Path), envvar="QIXIN_HOME",
    help="Folder in which everything is kept (QIXIN_HOME).",
)  # fmt: skip
@click.version_option(package_name="qixin")
def cli(home: Path | None) -> None:
    """Qixin (齐心): one platform for a district in an emergency."""
    if home:
        os.environ["QIXIN_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qixin.config.settings")


def set_up_django() -> None:
    """Load the settings and all rooms; every command that touches records calls this first."""
    import django

    django.setup()


@contextmanager
def telling_errors() -> Iterator[None]:
    """Show an error that has a sentence as that sentence."""
    from qixin.core.errors import QixinError

    try:
        yield
    except QixinError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def packing_shown() -> Iterator[Callable[[int, int], None]]:
    """A bar over the files of a backup, where somebody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("Copying the database", total=None)
        yield lambda done, there: progress.update(
            bar, description="Packing", completed=done, total=there
        )


@cli.command()
def migrate() -> None:
    """Bring the database and the static files up to this version."""
    set_up_django()
    from qixin.cli.migrating import bring_up_to_date

    bring_up_to_date(say=click.echo)


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port; live updates take the next.")
@click.option("--workers", default=2, show_default=True, help="Processes that answer requests.")
@click.option("--jobs/--no-jobs", default=True, show_default=True, help="Run a worker as well.")
@click.option("--live/--no-live", default=True, show_default=True, help="Serve live updates.")
def serve(host: str, port: int, workers: int, jobs: bool, live: bool) -> None:
    """Serve the district: pages, live updates and background jobs, until stopped."""
    from qixin.cli.serving import Plan, run
    from qixin.core.wakeups import choice

    if sentence := choice.fault():
        raise click.ClickException(sentence)
    raise SystemExit(run(Plan(host, port, workers, jobs=jobs, live=live)))


class Speed(click.ParamType):
    """`60x`, or 60: script seconds in a second."""

    name = "speed"

    def convert(self, value: object, param: object, ctx: object) -> float:
        try:
            return float(str(value).rstrip("xX×"))
        except ValueError:
            self.fail(f"{value!r} is no speed; write 60x", param, ctx)  # type: ignore[arg-type]


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option("--play", type=Speed(), help="Let the script go on at this speed, e.g. 60x.")
@click.option("--minutes/--still", default=True, show_default=True,
              help="Let the newsroom's columns fill up by the minute.")  # fmt: skip
@click.option("--seed", default=2020, show_default=True, help="Another seed, another district.")
@click.option("--days", default=1, show_default=True, help="Days before today to lay down.")
@click.option("--per-day", default=1000, show_default=True, help="Reports in a day.")
@click.option("--photos", default=160, show_default=True, help="Latest reports that have photos.")
@click.option("--no-serve", is_flag=True, help="Only lay the district down.")
@click.option("--only-play", is_flag=True, hidden=True)
def demo(
    host: str, port: int, workers: int, play: float | None, minutes: bool, seed: int, days: int,
    per_day: int, photos: int, no_serve: bool, only_play: bool,
) -> None:  # fmt: skip
    """Run a demo district, with an account for every role."""
    from rich.console import Console

    from qixin.cli import demo as demonstration

    # by name: passkeys want one
    address = f"http://{'localhost' if host == '127.0.0.1' else host}:{port}"
    demonstration.mark_as_demo(address)
    if only_play:
        demonstration.give_way()
    set_up_django()
    script = demonstration.Script(seed, days, per_day, photos)
    if only_play:
        demonstration.play_on(script, speed=play or 0, minutes=minutes)
        return
    console = Console()
    with telling_errors():
        demonstration.prepare(script, console=console)
    if no_serve:
        return
    from qixin.cli.serving import Plan, run

    demonstration.welcome(address, console=console)
    more = None
    if play or minutes:
        more = demonstration.player_command(script, play or 0, minutes=minutes)
    raise SystemExit(run(Plan(host, port, workers, player=more)))


@cli.command()
@click.option("--interval", default=0.5, show_default=True, help="Seconds between looks.")
@click.option("--batch", is_flag=True, help="Do what is waiting, then stop.")
@click.option("--long", is_flag=True, help="Only do long jobs that are waiting, then stop.")
def worker(interval: float, batch: bool, long: bool) -> None:
    """Run background jobs, and enqueue those that come round."""
    set_up_django()
    from qixin.cli.working import work

    work(interval=interval, batch=batch, long=long)


@cli.command()
@click.option("--processes", default=os.cpu_count() or 1, show_default="one a processor",
              help="How many write at once.")  # fmt: skip
@click.option("--anew", is_flag=True, help="Do not go on where an earlier run was stopped.")
@click.option("--search", is_flag=True, help="Only fill the index of OpenSearch anew.")
def rebuild(processes: int, anew: bool, search: bool) -> None:
    """Write every page of the public site once more, and fill the index of OpenSearch."""
    set_up_django()
    from qixin.cli.rebuilding import fill_search, rebuild
    from qixin.newsroom.search.server import is_set

    if search:
        click.echo(fill_search())
        return
    with telling_errors():
        done = rebuild(processes=processes, anew=anew)
    if done is None:
        raise click.ClickException("Somebody began to write the site anew meanwhile.")
    click.echo(f"{done.written} stories written.")
    if is_set():
        click.echo(fill_search())


@cli.command()
@click.argument("archive", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--keys", type=click.Path(dir_okay=False, path_type=Path),
    help="Write the keys to this file as well. Keep it apart from the archive.",
)  # fmt: skip
def backup(archive: Path, keys: Path | None) -> None:
    """Pack database and files into ARCHIVE (.tar or .tar.gz), while everything runs."""
    set_up_django()
    from qixin.cli import archives

    with telling_errors(), packing_shown() as on_progress:
        manifest = archives.back_up(archive, keys=keys, on_progress=on_progress)
    click.echo(f"{archive}: {len(manifest.files)} files, {sum(manifest.counts.values())} rows")
    if keys is None:
        click.echo("The keys are not in it. Keep a copy of them elsewhere: --keys FILE.")


@cli.command()
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--keys", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(archive: Path, keys: Path | None) -> None:
    """Lay ARCHIVE out in an empty home folder, and check that nothing is missing."""
    set_up_django()
    from rich.console import Console

    from qixin.cli import archives

    with telling_errors(), Console(stderr=True).status("Unpacking and checking"):
        manifest = archives.restore(archive, keys=keys)
    click.echo(f"Restored {sum(manifest.counts.values())} rows, {len(manifest.files)} files.")
    if keys is None:
        click.echo(
            "Without the old home's keys telephone numbers cannot be read and seals do not fit: "
            "put them into secrets.json of this home, or set them in the environment."
        )
    click.echo("Now run: qixin migrate; qixin journal verify")


@cli.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@click.option(
    "--rejected", type=click.Path(dir_okay=False, path_type=Path),
    help="Write the rejected rows here, each with its reason.  [default: beside FILE]",
)  # fmt: skip
@click.option("--gcj02", is_flag=True, help="Coordinates are those of Chinese maps (reports only).")
@click.option(
    "--language", type=click.Choice(["zh-hans", "en"]), envvar="QIXIN_LANGUAGE", default="zh-hans",
    show_default=True, help="Language of reasons and remarks.",
)  # fmt: skip
def import_(
    kind: str, file: Path, as_json: bool, rejected: Path | None, gcj02: bool, language: str
) -> None:
    """Import FILE (.xlsx or CSV): KIND is reports, groups, correspondents, people, units or areas.

    Good rows go in, bad rows come back in a file with row, column and reason; the same file again
    changes nothing. Exit code: 0 all rows went in, 1 some came back, 2 nothing could be read.
    """
    set_up_django()
    from django.utils import translation

    from qixin.cli.importing import import_file

    with translation.override(language):
        code = import_file(kind, file, rejected_to=rejected, gcj02=gcj02, as_json=as_json)
    raise SystemExit(code)


@cli.command()
@click.option("--check", is_flag=True, help="Only say whether the diagrams fit the code.")
def states(check: bool) -> None:
    """Draw each room's states into docs/states/ from its workflow.py."""
    set_up_django()
    from qixin.core import states as pictures

    folder = Path("docs/states")
    if not check:
        pictures.write_all(folder)
    elif stale := pictures.stale(folder):
        raise click.ClickException(f"out of date: {', '.join(map(str, stale))}; run qixin states")


@cli.command("live-config")
@click.option(
    "--pages", default="http://127.0.0.1:8000", show_default=True,
    help="Where this machine reaches the pages: nginx asks there whether an encoder may publish.",
)  # fmt: skip
def live_config(pages: str) -> None:
    """Write nginx's configuration for live streams, and say where it is. It holds a secret."""
    set_up_django()
    from qixin.cli.streaming import write

    click.echo(write(pages))


@cli.command("live-server")
@click.option("--pages", default="http://127.0.0.1:8000", show_default=True,
              help="Where this machine reaches the pages.")  # fmt: skip
def live_server(pages: str) -> None:
    """Run nginx with its RTMP module for live streams, in the foreground, until stopped."""
    set_up_django()
    from qixin.cli.streaming import run

    run(pages)


@cli.group()
def journal() -> None:
    """The journal and its seals."""


@journal.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
def verify_journal(as_json: bool) -> None:
    """Check every entry against its seal; names the first that was tampered with."""
    set_up_django()
    from qixin.cli.journaling import verify

    raise SystemExit(verify(as_json=as_json))


@journal.command("seal")
def seal_journal() -> None:
    """Seal what has no seal yet."""
    set_up_django()
    from qixin.core.journal import seal_up

    click.echo(seal_up())


cli.add_command(bench)
