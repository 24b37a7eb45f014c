"""Load from wrk: one thread of C, so that it takes little from what it measures."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from qixin.bench.servers import tool

SCRIPTS = Path(__file__).parent / "wrk"


@dataclass(frozen=True)
class Load:
    """Answers that came back within `seconds`; `refused` bear a status of 400 or more."""

    answers: int
    seconds: float
    refused: int
    broken: int
    median_ms: float
    p95_ms: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


def load(
    address: str, *, connections: int, seconds: int, script: str = "done.lua",
    environment: Mapping[str, str] | None = None,
) -> Load:  # fmt: skip
    """Keep so many connections busy for so long. Raises ClickException if any request failed."""
    command = [
        tool("wrk", "wrk"), "--threads", "1", "--connections", str(connections),
        "--duration", f"{seconds}s", "--script", str(SCRIPTS / script), address,
    ]  # fmt: skip
    told = subprocess.run(  # noqa: S603 - a program of ours to start
        command, check=True, capture_output=True, text=True, timeout=seconds + 60,
        env=os.environ | {"WRK_SCRIPTS": str(SCRIPTS)} | (environment or {}),
    )  # fmt: skip
    found = Load(**json.loads(told.stdout.strip().splitlines()[-1]))
    if found.refused or found.broken:
        raise click.ClickException(f"{address}: {found.refused} refused, {found.broken} broken off")
    return found
