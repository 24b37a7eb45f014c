"""What a contest needs of an engine: its instances, its solvers, and a checker of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


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


@dataclass(frozen=True)
class Contest:
    """One engine's benchmark. Solvers take a problem, seconds and a seed; all run in turn.

    `instances` lists a data folder's instances by name; `best_known` reads a name's best known
    value from the folder's `best_known.json`, None where it says nothing.
    """

    name: str
    instances: Callable[[Path], Mapping[str, Path]]
    load: Callable[[Path], Any]
    solve: Callable[[Any, float, int], Solved]
    check: Callable[[Any, Any], Verdict]
    write: Callable[[Any, Any, Path], Path]
    best_known: Callable[[Path, str], float | None]
    peers: Mapping[str, Callable[[Any, float, int], Solved]] = field(default_factory=dict)

    def solver(self, name: str) -> Callable[[Any, float, int], Solved]:
        return self.solve if name == OURS else self.peers[name]


OURS = "qixin"
