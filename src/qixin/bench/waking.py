"""From a commit until the process of live updates has the line, by each way of `QIXIN_WAKE`."""

from __future__ import annotations

import asyncio
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from qixin.bench.figures import Figure, percentile
from qixin.bench.homes import home_folder, set_up

PAUSES = (0.1, 0.6)  # seconds between two lines: whoever looks by itself is met at any moment
IDLE = 15.0  # seconds for which looks are counted while nothing is written
NOBODY_WAITS = 60.0


def measure(*, lines: int) -> Iterator[Figure]:
    with home_folder():
        set_up()
        from django.db import connection

        with _ways(connection.vendor) as ways:
            for name, setting in ways:
                yield _figure(name, connection.vendor, asyncio.run(_listen(setting, lines)))


@contextmanager
def _ways(vendor: str) -> Iterator[list[tuple[str, str]]]:
    """Those that can be gone here: (name, setting)."""
    ways = [("poll", "poll")] + ([("postgres", "postgres")] if vendor == "postgresql" else [])
    server = shutil.which("redis-server")
    if server is None:
        yield ways
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    redis = subprocess.Popen(  # noqa: S603
        [server, "--port", str(port), "--bind", "127.0.0.1", "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    try:
        yield [*ways, ("redis", f"redis://127.0.0.1:{port}/0")]
    finally:
        redis.terminate()
        redis.wait()


def _figure(way: str, vendor: str, found: tuple[list[float], list[float], int]) -> Figure:
    waits, savings, looks = found
    return Figure(
        name=f"From a commit to the event stream's process, {vendor}: `QIXIN_WAKE={way}`",
        measured=f"median {median(waits):.1f} ms, p95 {percentile(waits, 0.95):.1f} ms; "
        f"{looks * 60 / IDLE:.0f} looks a minute while nothing happens",
        how=f"{len(waits)} lines at random moments; a transaction with one line took "
        f"{median(savings):.1f} ms",
    )


async def _listen(setting: str, lines: int) -> tuple[list[float], list[float], int]:
    """Milliseconds from commit to heard and of the writing itself, and looks in IDLE seconds."""
    from django.conf import settings

    from qixin.situation.events.hub import Hub

    settings.QIXIN_WAKE = setting
    hub = Hub()
    heard: dict[int, float] = {}
    tell = hub.tell
    hub.tell = lambda rows: (heard.update((row.id, time.monotonic()) for row in rows), tell(rows))  # type: ignore[method-assign, assignment]
    await hub.join()
    while setting != "poll" and not hub.alarm.is_listening:
        await asyncio.sleep(0.01)
    written, savings = await asyncio.to_thread(_write, lines)
    until = time.monotonic() + NOBODY_WAITS
    while len(heard) < lines and time.monotonic() < until:
        await asyncio.sleep(0.05)
    looks = await _looks(hub)
    hub.end()
    return [(heard[id_] - at) * 1000 for id_, at in written.items()], savings, looks


async def _looks(hub: object) -> int:
    reader, count = hub._reader, 0  # type: ignore[attr-defined]
    read = reader.read

    def counted() -> list[object]:
        nonlocal count
        count += 1
        return list(read())

    reader.read = counted
    await asyncio.sleep(IDLE)
    return count


def _write(lines: int) -> tuple[dict[int, float], list[float]]:
    """By the line's id when it was committed; and the milliseconds that each took."""
    from django.db import connections, transaction

    from qixin.core import journal
    from qixin.core.actors import SYSTEM
    from qixin.people.enums import AreaLevel
    from qixin.people.models import Area

    dice, written, savings = random.Random(1), {}, []  # noqa: S311 - moments, nothing secret
    area, _is_new = Area.objects.get_or_create(
        code="370305", defaults={"name": "临淄区", "level": AreaLevel.DISTRICT}
    )
    for _line in range(lines):
        began = time.monotonic()
        with transaction.atomic():
            entry = journal.write(verb="people.granted", subject=area, by=SYSTEM)
        written[entry.pk] = time.monotonic()
        savings.append((written[entry.pk] - began) * 1000)
        time.sleep(dice.uniform(*PAUSES))
    connections.close_all()
    return written, savings
