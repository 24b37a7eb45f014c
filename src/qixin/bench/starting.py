"""From the command to the first page of a demo that is already laid down."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from qixin.bench.figures import Figure
from qixin.bench.homes import QIXIN, home_folder
from qixin.bench.servers import PATIENCE_S, free_port, wait_for

SCRIPT = Path("script/demo")


def measure(*, rounds: int) -> Iterator[Figure]:
    command = [str(SCRIPT)] if SCRIPT.exists() else [*QIXIN, "demo"]
    with home_folder():
        laid = [*QIXIN, "demo", "--no-serve", "--per-day", "200", "--photos", "10"]
        subprocess.run(laid, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        taken = [_start(command) for _round in range(rounds)]
    yield Figure(
        name="Second `script/demo` to the first page",
        asked="< 8 s",
        measured=f"median {median(taken):.1f} s, longest {max(taken):.1f} s",
        how=f"{rounds} starts",
    )


def _start(command: list[str]) -> float:
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*command, "--port", str(port)], stdout=subprocess.DEVNULL, env=os.environ
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/", process)
        return time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(PATIENCE_S)
