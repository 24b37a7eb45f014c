"""A second search in a process of its own: PyVRP holds Python's lock, so threads would not help.

Started as a program of its own, so that a notebook or a script without a main guard may call the
solver; it is sent jobs and answers with plans, pickled, over its pipes.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from types import TracebackType
from typing import Any, BinaryIO

from qixin.planning.routes.building import model_of
from qixin.planning.routes.iterating import cost_of, iterate
from qixin.planning.routes.model import Model, Plain, plain


class Fellow:
    """The other process, seen from the one that solves. Ends with the `with` block, at once."""

    def __init__(self, model: Model) -> None:
        env = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from qixin.planning.routes.fellow import serve; serve()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env,
        )  # fmt: skip
        self._told: tuple[int, Plain] | None = None
        self._lock = threading.Lock()
        self._problem = model.problem, model.before
        self._first = True
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Fellow:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def search(self, start: Plain | None, seed: int, history: int, seconds: float) -> None:
        """Begin a search; what it finds is had by `take`."""
        job = (self._problem if self._first else None, start, seed, history, seconds)
        self._first = False
        try:
            assert self._process.stdin is not None
            pickle.dump(job, self._process.stdin)
            self._process.stdin.flush()
        except BrokenPipeError:
            return  # it has died; the search goes on alone

    def take(self) -> tuple[int, Plain] | None:
        """The best plan told so far, with its cost."""
        with self._lock:
            return self._told

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while True:
            try:
                told = pickle.load(self._process.stdout)  # noqa: S301 (from our own process)
            except (EOFError, ValueError, OSError, pickle.UnpicklingError):
                return
            with self._lock:
                if self._told is None or told[0] < self._told[0]:
                    self._told = told


def serve() -> None:
    """Work on jobs from the standard input until it ends."""
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    model: Model | None = None
    while True:
        try:
            problem, start, seed, history, seconds = pickle.load(jobs)  # noqa: S301 (from our own parent)
        except EOFError:
            return
        if problem is not None:
            model = model_of(*problem)
        assert model is not None
        _work(model, start, seed, history, seconds, answers)


def _work(
    model: Model, start: Plain | None, seed: int, history: int, seconds: float, answers: BinaryIO
) -> None:
    ends = time.monotonic() + seconds

    def found(solution: Any) -> None:
        pickle.dump((cost_of(model, solution), plain(solution)), answers)
        answers.flush()

    first = None if start is None else model.solution(start)
    iterate(model.data, seed, history, first, lambda: time.monotonic() >= ends, found)
