"""Instances in a folder: a scenario beside its histories and weeks.

The competition names an instance by its history and its weeks: `n030w4_1_6-2-9-1` is the scenario
n030w4 after history 1, with the weeks 6, 2, 9 and 1. `instances.txt` in a folder lists such names;
without it, every history comes with the first weeks there are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from qixin.planning.errors import ProblemError
from qixin.planning.rosters.formats.inrc2.model import problem_of
from qixin.planning.rosters.formats.inrc2.reading import read_history, read_scenario, read_week
from qixin.planning.rosters.formats.inrc2.scenario import Histories, Scenario, Week
from qixin.planning.rosters.problem import Problem

LISTED = "instances.txt"
NAME = re.compile(r"(?P<scenario>\w+)_(?P<history>\d+)_(?P<weeks>\d+(-\d+)*)")
ENDINGS = (".txt", ".json")


@dataclass(frozen=True)
class Instance:
    """The files of an instance."""

    name: str
    scenario: Path
    history: Path
    weeks: tuple[Path, ...]

    def read(self) -> tuple[Scenario, Histories, list[Week]]:
        scenario = read_scenario(self.scenario)
        history = read_history(self.history, scenario)
        return scenario, history, [read_week(path, scenario) for path in self.weeks]

    def problem(self) -> Problem:
        """The horizon as a whole."""
        return problem_of(*self.read())

    @classmethod
    def named(cls, name: str, folder: Path) -> Instance:
        """The instance of a name, its files in `folder` or in the scenario's folder inside it."""
        found = NAME.fullmatch(name)
        if found is None:
            raise ProblemError("is no name such as n030w4_1_6-2-9-1", item=name)
        scenario = found["scenario"]
        inside = folder / scenario if (folder / scenario).is_dir() else folder
        return cls(
            name, _file(inside, f"Sc-{scenario}"),
            _file(inside, f"H0-{scenario}-{found['history']}"),
            tuple(_file(inside, f"WD-{scenario}-{at}") for at in found["weeks"].split("-")),
        )  # fmt: skip


def instances(folder: Path) -> dict[str, Instance]:
    """The instances in a folder and the folders inside it, by name."""
    found = {}
    for path in sorted(folder.rglob("Sc-*")):
        if path.suffix in ENDINGS:
            for name in _names(path):
                found[name] = Instance.named(name, path.parent)
    return found


def _names(path: Path) -> list[str]:
    scenario, folder = path.stem.removeprefix("Sc-"), path.parent
    listed = folder / LISTED
    if listed.is_file():
        words = listed.read_text(encoding="utf-8").split()
        return [word for word in words if word.startswith(f"{scenario}_")]
    weeks = _numbers(folder, f"WD-{scenario}-")[: read_scenario(path).weeks]
    chosen = "-".join(map(str, weeks))
    return [f"{scenario}_{at}_{chosen}" for at in _numbers(folder, f"H0-{scenario}-") if weeks]


def _numbers(folder: Path, start: str) -> list[int]:
    """The numbers behind `start` in the names of a folder's files."""
    ends = {path.stem.removeprefix(start) for path in folder.glob(f"{start}*")}
    return sorted(int(end) for end in ends if end.isdigit())


def _file(folder: Path, name: str) -> Path:
    for ending in ENDINGS:
        if (folder / (name + ending)).is_file():
            return folder / (name + ending)
    raise ProblemError(f"there is no such file in {folder}", item=name)
