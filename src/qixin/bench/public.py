"""A public page as the district serves it, against nginx on the same file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from qixin.bench.figures import Figure, ratio
from qixin.bench.homes import home_folder, load_district, set_up
from qixin.bench.loads import load
from qixin.bench.servers import WORKERS, nginx, serving

CONNECTIONS = 32


def measure(*, rounds: int, seconds: int) -> Iterator[Figure]:
    with home_folder() as home:
        set_up()
        load_district(reports=20)
        page = _published()
        own, peer = [], []
        with ExitStack() as running:
            _process, port = running.enter_context(serving("--no-jobs", "--no-live"))
            other = running.enter_context(nginx(home / "public", home))
            for _round in range(rounds + 1):
                for rates, where in ((own, port), (peer, other)):
                    address = f"http://127.0.0.1:{where}/{page}"
                    rates.append(load(address, connections=CONNECTIONS, seconds=seconds).rate)
        size = (home / "public" / page).stat().st_size
    yield Figure(
        name=f"Public page, {WORKERS} workers",
        asked="≥ 0.45 × nginx",
        measured=ratio(own[1:], peer[1:]),
        how=f"{rounds} pairs of {seconds} s, {CONNECTIONS} connections, a story of {size:,} bytes",
    )


def _published() -> str:
    """The path of a story's file below the public root."""
    from qixin.bench.publishing import Newsroom

    newsroom = Newsroom()
    story = next(newsroom.handed_in(1))
    newsroom.approve(story)
    return f"zh/{story.public_path()}"
