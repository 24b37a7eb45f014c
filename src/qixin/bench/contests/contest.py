"""What a contest needs of an engine: its instances, its solvers, and a checker of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qixin.planning.run import OnProgress, Point


@dataclass(frozen=True)
class Solved:
    """What a solver brought: an answer (None: none found), and what it says of it."""

    answer: Any
    cost: float
    bound: float


@dataclass(frozen=True)
class Verdict:
    """What the independent checker found: the cost as it counts it, and every broken rule."""

    cost: float
    faults: tuple[str, ...] = ()


def unheard(point: Point) -> None:
    """Where nobody asks for progress."""


Solver = Callable[[Any, float, int, OnProgress], Solved]


@dataclass(frozen=True)
class Contest:
    """One engine's benchmark. Solvers take a problem, seconds, a seed, and whom to tell of their
    progress, which a peer leaves out where it cannot tell; all run in turn.

    `instances` lists a data folder's instances by name; `best_known` reads a name's best known
    value from the folder's `best_known.json`, None where it says nothing. `missing` says what a
    peer that is not a part of the installation still needs.
    """

    name: str
    instances: Callable[[Path], Mapping[str, Path]]
    load: Callable[[Path], Any]
    solve: Solver
    check: Callable[[Any, Any], Verdict]
    write: Callable[[Any, Any, Path], Path]
    best_known: Callable[[Path, str], float | None]
    peers: Mapping[str, Solver] = field(default_factory=dict)
    missing: Mapping[str, Callable[[], str]] = field(default_factory=dict)

    def solver(self, name: str) -> Solver:
        return self.solve if name == OURS else self.peers[name]


OURS = "qixin"
