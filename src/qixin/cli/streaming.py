"""nginx with its RTMP module, run beside Qixin for live streams."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from qixin.newsroom import streaming


def write(pages: str) -> Path:
    """Write nginx's configuration and return its path; says what to install where it is missing."""
    if not streaming.is_installed():
        raise click.ClickException(
            "nginx or its RTMP module is missing. The text live blog works without it. "
            f"For streams: apt-get install nginx {streaming.PACKAGE}"
        )
    return streaming.write_configuration(pages)


def run(pages: str) -> None:
    """Become nginx, in the foreground, until it is stopped."""
    path = write(pages)
    # names of recordings are in UTC
    os.environ["TZ"] = "UTC"
    time.tzset()
    program = streaming.nginx_program()
    os.execv(program, [program, "-p", str(path.parent), "-c", str(path), "-g", "daemon off;"])  # noqa: S606
