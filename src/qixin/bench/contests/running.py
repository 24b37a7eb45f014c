"""Each run in a process of its own: nothing is warm, and its memory is its own."""

from __future__ import annotations

import math
import multiprocessing
import resource
import threading
import time
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from qixin.bench.contests.contest import Contest
from qixin.planning.errors import ProblemError
from qixin.planning.run import OnProgress, Point

EVERY = 0.2  # seconds between two points that are told


@dataclass(frozen=True)
class Entry:
    """One solver on one instance. `memory`: MB resident at most, of its processes together; `gap`:
    to the best known.
    """

    name: str
    solver: str
    cost: float
    bound: float
    best_known: float | None
    seconds: float
    memory: float
    faults: tuple[str, ...]

    @property
    def gap(self) -> float | None:
        return over(self.cost, self.best_known)

    def as_json(self) -> dict[str, Any]:
        """The entry with its gap; a figure that is not finite is null."""
        told = asdict(self) | {"gap": self.gap}
        return {key: None if _endless(figure) else figure for key, figure in told.items()}


def over(cost: float, best_known: float | None) -> float | None:
    """(cost − best known) / best known; None where nothing is known or nothing was found."""
    if not best_known or not math.isfinite(cost):
        return None
    return (cost - best_known) / best_known


def _endless(figure: Any) -> bool:
    return isinstance(figure, float) and not math.isfinite(figure)


def contest_of(engine: str) -> Contest:
    """The contest of an engine; its module is loaded only when it is asked for."""
    contest: Contest = import_module(f"qixin.bench.contests.{engine}").CONTEST
    return contest


def enter(
    engine: str, path: Path, *, solver: str, seconds: float, seed: int,
    best_known: float | None, answers: Path | None, on_progress: OnProgress | None = None,
) -> Entry:  # fmt: skip
    """Let one solver run on one instance and have its answer checked.

    `on_progress` hears of its best cost and bound, a few times a second at most.
    """
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe(duplex=False)
    process = spawn.Process(
        target=_run, args=(theirs, engine, path, solver, seconds, seed, answers)
    )
    process.start()
    theirs.close()
    try:
        while isinstance(told := ours.recv(), Point):
            if on_progress is not None:
                on_progress(told)
    except EOFError:
        told = {"faults": ("the process ended without an answer",)}
    process.join()
    nothing = {"cost": math.inf, "bound": -math.inf, "seconds": 0.0, "memory": 0.0, "faults": ()}
    return Entry(name=path.stem, solver=solver, best_known=best_known, **(nothing | told))


def _run(
    pipe: Connection, engine: str, path: Path, solver: str, seconds: float, seed: int,
    answers: Path | None,
) -> None:  # fmt: skip
    try:
        with _telling(pipe) as on_progress:
            told = _told(contest_of(engine), path, solver, seconds, seed, answers, on_progress)
        pipe.send(told)
    except ProblemError as error:
        pipe.send({"faults": (str(error),)})
    except Exception:  # noqa: BLE001 (a peer's crash is an entry of the table, not its end)
        pipe.send({"faults": (traceback.format_exc(limit=-3),)})
    finally:
        pipe.close()


@contextmanager
def _telling(pipe: Connection) -> Iterator[OnProgress]:
    """Sends the newest point of a curve every moment; a solver may tell it from any thread."""
    newest: deque[Point] = deque(maxlen=1)
    done = threading.Event()

    def send() -> None:
        while not done.wait(EVERY):
            if newest:
                pipe.send(newest.pop())

    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    try:
        yield newest.append
    finally:
        done.set()
        sender.join()


def _told(
    contest: Contest, path: Path, solver: str, seconds: float, seed: int, answers: Path | None,
    on_progress: OnProgress,
) -> dict[str, Any]:  # fmt: skip
    problem = contest.load(path)
    on_progress(Point(0.0, 0, math.inf, -math.inf))
    began = time.monotonic()
    solved = contest.solver(solver)(problem, seconds, seed, on_progress)
    taken = time.monotonic() - began
    told: dict[str, Any] = {"seconds": taken, "bound": solved.bound}
    told["memory"] = _memory()
    if solved.answer is None:
        return told
    verdict = contest.check(problem, solved.answer)
    faults = list(verdict.faults)
    if not math.isclose(verdict.cost, solved.cost, rel_tol=1e-6, abs_tol=1e-6):
        faults.append(f"the solver says {solved.cost}, the checker counts {verdict.cost}")
    if solved.bound > verdict.cost + 1e-6 * max(1.0, abs(verdict.cost)):
        faults.append(f"the bound {solved.bound} lies over the cost {verdict.cost}")
    if answers is not None:
        answers.mkdir(parents=True, exist_ok=True)
        contest.write(problem, solved.answer, answers / f"{path.stem}.{solver}")
    return told | {"cost": verdict.cost, "faults": tuple(faults)}


def _memory() -> float:
    """MB that this process and the largest of those that it started held at most, added up."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(who).ru_maxrss for who in whose) / 1024
