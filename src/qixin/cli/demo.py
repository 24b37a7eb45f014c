"""`qixin demo`: a district to try, on this machine, with an account for every role."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

# Nobody keeps a secret in a demo; it listens on this machine only.
PASSWORD = "qixin-demo-2020"  # noqa: S105
# Enterprises ask for two weeks; letters, passes and people are there before.
_BEFORE = 16
# Seconds after its start until the script plays on: whoever waits for the first page is served.
PAGES_FIRST = 8


@dataclass(frozen=True)
class Script:
    """Which script is played: `days` before today, then today; `per_day` reports."""

    seed: int
    days: int
    per_day: int
    photos: int


def prepare(script: Script, *, console: Console) -> None:
    """Make the database and lay down the district and its first days, if they are not there yet."""
    from django.conf import settings

    from qixin.cli.migrating import bring_up_to_date
    from qixin.core import clock
    from qixin.core.errors import Invalid
    from qixin.drill import loading
    from qixin.drill.cast import cast

    bring_up_to_date(say=console.print)
    marker = settings.QIXIN_HOME / "demo"
    if loading.is_loaded():
        if not marker.exists():
            raise Invalid("This home folder holds a real district. Choose another for the demo.")
        return
    marker.touch()
    # The district was there before the script begins.
    before = clock.now() - timedelta(days=max(script.days + 7, _BEFORE))
    with _progress(console, "Laying down the district", None) as step, clock.pretend(before):
        people = cast(script.seed)
        loading.load(people, password=PASSWORD, on_step=lambda name: step(name, 0))
    _lay_down_days(script, console)


def _lay_down_days(script: Script, console: Console) -> None:
    from django.utils import translation

    from qixin.core import clock, journal
    from qixin.drill.cast import cast
    from qixin.drill.playing import (
        Director,
        Stage,
        open_columns,
        play_coverage,
        play_difficulties,
        play_enterprises,
        play_incoming,
        play_letters,
        play_live,
        play_passes,
        play_readers,
        play_reviews,
        play_rumours,
        play_safety,
    )
    from qixin.drill.playing.hands import Hands
    from qixin.drill.script import answers, scenario
    from qixin.newsroom.publication.publishing import lists_at_the_end

    now = clock.now()
    start = clock.local(now - timedelta(days=script.days)).date()
    reports = [
        report
        for report in scenario(script.seed, script.days + 1, script.per_day, start)
        if report.at <= now
    ]
    people = cast(script.seed)
    stage = Stage(people)
    with translation.override("zh-hans"):
        topic = open_columns(people, by=stage.users["demo-chief-editor"])
        hands = Hands(
            stage,
            answers(script.seed),
            seed=script.seed,
            photos_from=len(reports) - script.photos,
            run=start.isoformat(),
        )
        with (
            _progress(console, "Playing the first days", len(reports) * 1.9) as step,
            lists_at_the_end(),
        ):
            Director(reports, hands).play_until(now, on_progress=lambda done: step("", done))
        play_passes(stage, seed=script.seed)
        play_enterprises(stage, seed=script.seed)
        play_letters(stage)
        play_incoming(stage)
        play_difficulties(stage, seed=script.seed)
        play_safety(stage, seed=script.seed)
        play_reviews(stage, seed=script.seed)
        play_coverage(stage, seed=script.seed)
        play_readers(stage, seed=script.seed)
        play_rumours(stage, seed=script.seed)
        play_live(stage, topic=topic, seed=script.seed)
    journal.seal_up()


def play_on(script: Script, *, speed: float, minutes: bool) -> None:
    """Go on from now at `speed` (0: the script stands still): reports come in, and hands act on
    them. With `minutes` the newsroom's columns fill up besides, at the real time if `speed` is 0.
    """
    from django.utils import translation

    from qixin.core import clock
    from qixin.drill.cast import cast
    from qixin.drill.playing import Director, Minutes, Stage
    from qixin.drill.playing.hands import Hands
    from qixin.drill.script import answers, scenario

    now = clock.now()
    stage, words = Stage(cast(script.seed)), answers(script.seed)
    reports = (
        report
        for report in scenario(script.seed, 5, script.per_day, clock.local(now).date())
        if report.at > now
    )
    with translation.override("zh-hans"):
        hands = Hands(stage, words, seed=script.seed, photos_from=0, run=now.isoformat())
        director = Director(reports if speed else (), hands)
        if minutes:
            director.cue(now, Minutes(stage, words, seed=script.seed).begin)
        director.play_on(speed=speed or 1, stopped=lambda: False)


def welcome(address: str, *, console: Console) -> None:
    """Print where to go and who one can be."""
    from django.utils import translation

    from qixin.drill.loading import ACCOUNTS

    table = Table(title=f"{address}   密码 password: {PASSWORD}", title_justify="left")
    table.add_column("账号 account")
    table.add_column("角色 role")
    for account in ACCOUNTS:
        with translation.override("zh-hans"):
            chinese = str(account.role.label) + ("（群组负责人）" if account.leader else "")
        with translation.override("en"):
            english = str(account.role.label) + (" (group leader)" if account.leader else "")
        table.add_row(account.username, f"{chinese}  {english}")
    console.print(table)
    console.print(f"公开网站 public site:  {address}/\n工作台 workbench:     {address}/w/")
    console.print(
        "演示数据均为虚构。All persons and enterprises are invented. Ctrl-C 停止 to stop."
    )


def player_command(script: Script, speed: float, *, minutes: bool) -> list[str]:
    """The child process that plays on while the district is served."""
    return [
        sys.executable, "-m", "qixin.cli", "demo", "--only-play", "--play", f"{speed:g}x",
        "--minutes" if minutes else "--still",
        "--seed", str(script.seed), "--per-day", str(script.per_day),
    ]  # fmt: skip


def give_way() -> None:
    """Of the child that plays on: pages and jobs come first, at the beginning and later."""
    os.nice(10)
    time.sleep(PAGES_FIRST)


def mark_as_demo(address: str) -> None:
    """Before the settings are read: this process and its children run a demo at `address`."""
    os.environ["QIXIN_DEMO"] = "1"
    # feeds and QR codes name the port that was chosen
    os.environ.setdefault("QIXIN_SITE_URL", address)


@contextmanager
def _progress(
    console: Console, title: str, total: float | None
) -> Iterator[Callable[[str, float], None]]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=False) as progress:
        bar = progress.add_task(title, total=total)

        def step(name: str, done: float) -> None:
            progress.update(bar, description=f"{title}: {name}" if name else title, completed=done)

        yield step
        progress.update(bar, description=title, total=total or 1, completed=total or 1)
