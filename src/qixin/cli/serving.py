"""Serving a district from one command: pages, live updates and jobs as child processes.

The parent only watches: a child that dies is started again, after a pause that grows; a signal to
the parent stops all of them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from qixin.config.addresses import DIRECTORY_INDEX, static_mounts

# Seconds: a child that ran longer than this before it died is started again at once.
STEADY = 30.0
LONGEST_PAUSE = 30.0
STOP_WITHIN = 15.0
# Seconds by which the others start later than the pages: on two cores, five interpreters that load
# at once would double the time to the first page.
AFTER_PAGES = 4.0


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
        self.process = subprocess.Popen(self.command, env=environment)  # noqa: S603
        self.started = time.monotonic()

    def look_after(self, environment: dict[str, str]) -> None:
        """Start it if it is not running and its pause is over."""
        if self.process is not None and self.process.poll() is None:
            return
        if self.once and self.process is not None:
            return
        now = time.monotonic()
        if self.process is not None:
            steady = now - self.started > STEADY
            self.pause = 0.5 if steady else min(max(self.pause, 0.5) * 2, LONGEST_PAUSE)
            self.restart_at, self.process = now + self.pause, None
        if self.waits:
            self.restart_at, self.waits = now + AFTER_PAGES, False
        if now >= self.restart_at:
            self.start(environment)


def run(plan: Plan) -> int:
    """Serve until SIGTERM or SIGINT; returns the exit code."""
    stopped = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: stopped.set())
    environment = os.environ | {"QIXIN_EVENTS_PORT": str(plan.port + 1) if plan.live else "0"}
    children = list(_children(plan))
    try:
        while not stopped.is_set():
            for child in children:
                child.look_after(environment)
            stopped.wait(0.5)
    finally:
        _stop(children)
    return 0


def _children(plan: Plan) -> Iterator[Child]:
    yield Child("pages", _granian("wsgi", "qixin.config.wsgi:application", plan.host, plan.port,
                                  "--workers", str(plan.workers), "--blocking-threads", "1",
                                  "--backpressure", "64", *_static()))  # fmt: skip
    if plan.live:
        yield Child("live", _granian("asginl", "qixin.situation.events.app:application",
                                     plan.host, plan.port + 1), waits=True)  # fmt: skip
    if plan.jobs:
        yield Child("jobs", [sys.executable, "-m", "qixin.cli", "worker"], waits=True)
    if plan.player:
        yield Child("player", plan.player, once=True, waits=True)


def _granian(interface: str, target: str, host: str, port: int, *more: str) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", interface, "--host", host,
        "--port", str(port), "--log-level", "warning", "--respawn-failed-workers", *more, target,
    ]  # fmt: skip


def _static() -> Iterator[str]:
    for route, folder in static_mounts():
        folder.mkdir(parents=True, exist_ok=True)
        yield from ("--static-path-route", route, "--static-path-mount", str(folder))
    yield from ("--static-path-dir-to-file", DIRECTORY_INDEX, "--static-path-expires", "0")


def _stop(children: list[Child]) -> None:
    running = [child.process for child in children if child.process]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
