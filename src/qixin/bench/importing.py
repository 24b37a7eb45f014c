"""`qixin import reports` on a long list: rows a second, and memory on the way."""

from __future__ import annotations

import csv
import json
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from qixin.bench.figures import Figure
from qixin.bench.homes import QIXIN, home_folder, load_district, set_up
from qixin.bench.processes import resident_mb

LOOK_EVERY_S = 0.2
PER_DAY = 1_000


def measure(*, rows: int) -> Iterator[Figure]:
    with home_folder() as home:
        set_up()
        load_district()
        sheet = home / "reports.csv"
        _write(sheet, rows)
        began = time.perf_counter()
        with subprocess.Popen(  # noqa: S603 - our own command
            [*QIXIN, "import", "reports", str(sheet), "--json"], stdout=subprocess.PIPE
        ) as process:
            seen = list(_looks(process))
            assert process.stdout is not None  # noqa: S101 - asked for above
            told = json.loads(process.stdout.read())
        taken = time.perf_counter() - began
    fifth = seen[len(seen) // 5]
    yield Figure(
        name="Import of reports",
        asked="≥ 2,000 rows/s at constant memory",
        measured=f"{rows / taken:,.0f} rows/s; {fifth:.0f} MB after a fifth, "
        f"{max(seen):.0f} MB at most",
        how=f"{told['rows']:,} rows: {told['created']:,} new, {told['rejected']:,} given back; "
        "whole process",
    )


def _looks(process: subprocess.Popen[bytes]) -> Iterator[float]:
    """The process's memory in MB, until it ends."""
    while process.poll() is None:
        if (size := resident_mb(process.pid)) is not None:
            yield size
        time.sleep(LOOK_EVERY_S)


def _write(sheet: Path, rows: int) -> None:
    """Days of the demo's script, each with a seed of its own, as other systems export them."""
    from qixin.drill.script.scenario import scenario

    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("时间", "内容", "经度", "纬度", "紧急程度"))
        left = rows
        for seed in range(-(-rows // PER_DAY)):
            for told in scenario(seed, days=1, per_day=min(PER_DAY, left), start=date(2020, 2, 1)):
                at = f"{told.at:%Y-%m-%d %H:%M:%S}"
                writer.writerow((at, told.text, told.lng, told.lat, told.urgency))
            left -= PER_DAY
