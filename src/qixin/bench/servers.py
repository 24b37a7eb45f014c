"""Servers to measure: started, waited for, stopped."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from qixin.bench.homes import QIXIN

PATIENCE_S = 60.0
WORKERS = 2
# As many as `qixin serve` gives each worker; a test compares.
THREADS = 12


@contextmanager
def serving(*options: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """`qixin serve` with two workers on the current home: its process and port."""
    port = free_port()
    command = [*QIXIN, "serve", "--port", str(port), "--workers", str(WORKERS), *options]
    with running(command, port) as process:
        yield process, port


@contextmanager
def bare_asgi(application: str, environment: Mapping[str, str]) -> Iterator[int]:
    """A bare application of `qixin.bench.peers` under the same server, with as many workers."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "asginl", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(WORKERS), "--log-level", "warning",
        f"qixin.bench.peers.{application}:application",
    ]  # fmt: skip
    with running(command, port, environment):
        yield port


@contextmanager
def bare_wsgi(project: str, environment: Mapping[str, str]) -> Iterator[int]:
    """A Django project (a package with settings and wsgi) under the same server as our pages."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(WORKERS), "--log-level", "warning",
        "--blocking-threads", str(THREADS), "--backpressure", "64", "--http", "1",
        "--runtime-mode", "st", "--runtime-blocking-threads", "1",
        f"{project}.wsgi:application",
    ]  # fmt: skip
    settings = {"DJANGO_SETTINGS_MODULE": f"{project}.settings"}
    with running(command, port, {**environment, **settings}):
        yield port


@contextmanager
def nginx(root: Path, scratch: Path) -> Iterator[int]:
    """nginx that serves the files below `root`, as it would stand before a district."""
    port = free_port()
    settings = scratch / "nginx.conf"
    settings.write_text(
        f"worker_processes {WORKERS};\ndaemon off;\npid {scratch}/nginx.pid;\n"
        f"error_log {scratch}/error.log;\nevents {{ worker_connections 1024; }}\n"
        "http {\n  include /etc/nginx/mime.types;\n  sendfile on;\n  tcp_nopush on;\n"
        "  access_log off;\n  keepalive_requests 1000000;\n"
        f"  server {{ listen 127.0.0.1:{port}; root {root}; }}\n}}\n"
    )
    command = [tool("nginx", "nginx-light"), "-e", f"{scratch}/error.log", "-c", str(settings)]
    with running(command, port):
        yield port


def tool(name: str, package: str) -> str:
    """The path of a program that the bench needs and does not bring."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if found is None:
        raise click.ClickException(f"{name} is missing. On Debian: apt-get install {package}")
    return found


def free_port() -> int:
    """One that nobody has, nor the next, where the event stream will listen; below those that the
    system gives to whoever connects, which are taken again at any moment."""
    while True:
        port = secrets.choice(range(20_000, 32_000, 2))
        with socket.socket() as one, socket.socket() as beside:
            try:
                one.bind(("127.0.0.1", port))
                beside.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until something answers at `address`, whatever it says."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=5)  # noqa: S310 - our own server
        except urllib.error.HTTPError:
            return
        except OSError:
            if process.poll() is not None:
                raise click.ClickException(f"The server at {address} stopped.") from None
            time.sleep(0.02)
        else:
            return
    raise click.ClickException(f"Nothing answered at {address} within {PATIENCE_S:.0f} s.")


@contextmanager
def running(
    command: list[str],
    port: int,
    environment: Mapping[str, str] | None = None,
    *,
    folder: Path | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """The command's process, once it answers at `port`; started in `folder`, stopped afterwards."""
    process = subprocess.Popen(  # noqa: S603 - commands of ours
        command, env=os.environ | (environment or {}), cwd=folder, start_new_session=True
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/offline/", process)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_S / 3)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
