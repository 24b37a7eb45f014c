"""Districts to measure on: each in a home folder of its own, thrown away afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

QIXIN = [sys.executable, "-m", "qixin.cli"]


@contextmanager
def home_folder() -> Iterator[Path]:
    """An empty home for this process and those that it starts. Ask for it before any settings."""
    with tempfile.TemporaryDirectory(prefix="qixin-bench-") as folder:
        # nginx gives up root's rights, and has to read the public pages
        Path(folder).chmod(0o755)
        os.environ |= {"QIXIN_HOME": folder, "QIXIN_DEMO": "1", "QIXIN_LOG_LEVEL": "ERROR"}
        yield Path(folder)


def set_up() -> None:
    """Make the database that the environment names, and load the settings."""
    subprocess.run([*QIXIN, "migrate"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    import django

    django.setup()


def load_district(*, reports: int = 0) -> None:
    """The demo's places, units, people and accounts, and so many reports."""
    from qixin.bench.filling import fill_reports
    from qixin.drill import loading
    from qixin.drill.cast import cast

    loading.load(cast(2020), password="bench", on_step=lambda _name: None)  # noqa: S106
    if reports:
        fill_reports(reports)
