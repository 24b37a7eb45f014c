"""Serving a district from one command: pages, live updates and jobs as child processes.

The parent only watches: a child that dies is started again, after a pause that grows; a signal to
the parent stops all of them. Each child leads a session of its own, so that whatever it leaves
behind (granian's workers, when granian itself is killed) can be ended with it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from qixin.cli.children import end_with_parent
from qixin.config.addresses import sent_folders

# Requests that a worker has in hand at once: while one waits for the disk the others are prepared,
# and are written together (core.group_commit, ADR 8).
THREADS = 12
# Open lines that one process of live updates holds, and how many may be at its door at once: a
# whole district comes back together after a restart.
LINES = 20_000
COMING = 8192
# Seconds: a child that ran longer than this before it died is started again at once.
STEADY = 30.0
LONGEST_PAUSE = 30.0
LOOK_EVERY = 0.5
# Seconds for requests in flight and for the job at hand; granian's own limit for its workers comes
# first, for one that is asked to stop while it is still starting never hears of it.
STOP_WITHIN = 15.0
WORKERS_STOP_WITHIN = 10
# Seconds by which the others start later than the pages: on two cores, five interpreters that load
# at once would double the time to the first page.
AFTER_PAGES = 2.5


@dataclass(frozen=True)
class Plan:
    """What to serve and where; live updates take the port after `port`."""

    host: str
    port: int
    workers: int
    jobs: bool = True
    live: bool = True
    # a demo's script that plays on; it ends by itself and is not started again
    player: list[str] | None = None


@dataclass
class Child:
    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    restart_at: float = field(default=0.0)
    once: bool = False
    waits: bool = False

    def start(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(  # noqa: S603
            self.command, env=environment, start_new_session=True, preexec_fn=end_with_parent
        )  # fmt: skip
        self.started = time.monotonic()

    def look_after(self, environment: dict[str, str]) -> None:
        """Start it if it is not running and its pause is over."""
        if self.process is not None and self.process.poll() is None:
            return
        if self.once and self.process is not None:
            return
        now = time.monotonic()
        if self.process is not None:
            self.end_rest()
            steady = now - self.started > STEADY
            self.pause = 0.5 if steady else min(max(self.pause, 0.5) * 2, LONGEST_PAUSE)
            self.restart_at, self.process = now + self.pause, None
        if self.waits:
            self.restart_at, self.waits = now + AFTER_PAGES, False
        if now >= self.restart_at:
            self.start(environment)

    def end_rest(self) -> None:
        """End what the child left behind; it has died itself."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def run(plan: Plan) -> int:
    """Serve until SIGTERM, SIGINT or SIGHUP; returns the exit code."""
    signals: list[int] = []
    for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        # No Event: its lock is not for handlers, which run amid the wait for it.
        signal.signal(signum, lambda signum, _frame: signals.append(signum))
    environment = os.environ | {"QIXIN_EVENTS_PORT": str(plan.port + 1) if plan.live else "0"}
    children = list(_children(plan))
    try:
        while not signals:
            for child in children:
                child.look_after(environment)
            time.sleep(LOOK_EVERY)
    finally:
        _stop(children)
    return 0


def _children(plan: Plan) -> Iterator[Child]:
    yield Child("pages", _granian("wsgi", "qixin.config.wsgi:application", plan.host, plan.port,
                                  "--workers", str(plan.workers),
                                  "--blocking-threads", str(THREADS), "--backpressure", "64",
                                  "--http", "1", "--runtime-mode", "st",
                                  "--runtime-blocking-threads", "1",
                                  *_static()))  # fmt: skip
    if plan.live:
        yield Child("live", _granian("asginl", "qixin.situation.events.app:application",
                                     plan.host, plan.port + 1,
                                     "--backlog", str(COMING), "--backpressure", str(LINES)),
                    waits=True)  # fmt: skip
    if plan.jobs:
        yield Child("jobs", [sys.executable, "-m", "qixin.cli", "worker"], waits=True)
    if plan.player:
        yield Child("player", plan.player, once=True, waits=True)


def _granian(interface: str, target: str, host: str, port: int, *more: str) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", interface, "--host", host,
        "--port", str(port), "--log-level", "error", "--respawn-failed-workers",
        "--workers-kill-timeout", str(WORKERS_STOP_WITHIN), *more, target,
    ]  # fmt: skip


def _static() -> Iterator[str]:
    for name, folder in sent_folders().items():
        folder.mkdir(parents=True, exist_ok=True)
        yield from ("--static-path-route", f"/{name}", "--static-path-mount", str(folder))
    yield from ("--static-path-expires", "0")


def _stop(children: list[Child]) -> None:
    """Let them finish what they are at; end what has not finished in time."""
    running = [child for child in children if child.process]
    for child in running:
        child.process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for child in running:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.1, deadline - time.monotonic()))
        child.end_rest()
        child.process.wait()
